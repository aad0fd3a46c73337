/* plain_cjson PATH: getline and cJSON_Parse, as one would write it. */
#define _POSIX_C_SOURCE 200809L
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

static cJSON *member(cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    char *line = NULL;
    size_t capacity = 0;
    long rows = 0;
    double score = 0, logprobs = 0;
    if (file == NULL)
        return 2;
    for (ssize_t length; (length = getline(&line, &capacity, file)) > 0; rows++) {
        cJSON *sample = cJSON_ParseWithLength(line, (size_t)length), *option;
        cJSON *doc = member(sample, "doc");
        if (member(sample, "doc_id") == NULL || member(doc, "subject") == NULL || member(doc, "passage_id") == NULL)
            return 1;
        score += member(sample, "acc")->valuedouble;
        cJSON_ArrayForEach(option, member(sample, "filtered_resps"))
            logprobs += cJSON_GetArrayItem(option, 0)->valuedouble;
        cJSON_Delete(sample);
    }
    printf("%ld %.0f %.6f\n", rows, score, logprobs);
    free(line);
    return fclose(file) != 0;
}
