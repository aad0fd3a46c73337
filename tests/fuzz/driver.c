/* Runs a target over files: the corpus as a test, a finding once more. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return 0;
    fseek(file, 0, SEEK_END);
    long length = ftell(file);
    rewind(file);
    uint8_t *data = malloc((size_t)length + 1);
    int whole = data != NULL && fread(data, 1, (size_t)length, file) == (size_t)length;
    fclose(file);
    if (whole)
        LLVMFuzzerTestOneInput(data, (size_t)length);
    free(data);
    return whole;
}

int main(int count, char **paths)
{
    int read = 0;
    for (int i = 1; i < count; i++)
        read += run_file(paths[i]);
    printf("%d inputs\n", read);
    return read > 0 && read == count - 1 ? 0 : 1;
}
