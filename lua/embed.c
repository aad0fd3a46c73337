/* embed OUTPUT FOLDER FILE... [-- FOLDER FILE...]: write C source that holds the files FOLDER/FILE as bytes, under the
 * names FILE. A build tool; see embedded.h for what it writes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void give_up(const char *doing, const char *path)
{
    fprintf(stderr, "embed: cannot %s %s\n", doing, path);
    exit(1);
}

static void embed_bytes(FILE *output, const char *folder, const char *name, int number)
{
    char path[4096];
    int byte, column = 0;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *input = fopen(path, "rb");
    if (input == NULL)
        give_up("read", path);
    fprintf(output, "/* %s */\nstatic const unsigned char file_%d[] = {", name, number);
    while ((byte = getc(input)) != EOF)
        fprintf(output, "%s%d,", column++ % 24 == 0 ? "\n    " : "", byte);
    fprintf(output, "\n    0};\n\n");
    fclose(input);
}

/* Step over "-- FOLDER". */
static int next_file(int i, char **arguments, const char **folder)
{
    if (strcmp(arguments[i], "--") != 0)
        return i;
    if (arguments[i + 1] == NULL || arguments[i + 2] == NULL)
        give_up("work without", "FOLDER and FILE after --");
    *folder = arguments[i + 1];
    return i + 2;
}

int main(int count, char **arguments)
{
    const char *folder = arguments[2];
    if (count < 3)
        give_up("work without", "OUTPUT and FOLDER");
    FILE *output = fopen(arguments[1], "wb");
    if (output == NULL)
        give_up("write", arguments[1]);
    fprintf(output, "#include \"embedded.h\"\n\n");
    for (int i = 3; i < count; i++) {
        i = next_file(i, arguments, &folder);
        embed_bytes(output, folder, arguments[i], i);
    }
    fprintf(output, "const embedded_file embedded_files[] = {\n");
    for (int i = 3; i < count; i++) {
        i = next_file(i, arguments, &folder);
        fprintf(output, "    {\"%s\", (const char *)file_%d, sizeof file_%d - 1},\n", arguments[i], i, i);
    }
    fprintf(output, "    {0, 0, 0},\n};\n");
    if (fclose(output) != 0)
        give_up("write", arguments[1]);
    return 0;
}
