/* An extension of Whisker: the format of a made-up harness, and a statistic that Whisker does not have.
 *
 *   cc -shared -fPIC -o acme.so acme.c $(pkg-config --cflags --libs whisker)
 *   whisker report --extension ./acme.so logs */
#include <whisker.h>

#include <stdio.h>
#include <string.h>

/* ---- the format: "acme 1 <task> <model>", then a line a sample: question, passage, right or wrong, confidence ---- */

enum { LONGEST_LINE = 512 };

typedef struct columns {
    int32_t task, run, item, passage, right, squared_error;
} columns;

static int32_t recognise(const whisker_format_file *file)
{
    return file->head_length > 7 && strncmp(file->head, "acme 1 ", 7) == 0;
}

static int32_t add_columns(whisker_table *table, columns *columns, whisker_error *error)
{
    const struct { const char *name; int32_t kind; int32_t *column; } wanted[] = {
        {"task", WHISKER_SYMBOL, &columns->task},
        {"run", WHISKER_SYMBOL, &columns->run},
        {"item", WHISKER_SYMBOL, &columns->item},
        {"passage", WHISKER_SYMBOL, &columns->passage},
        {"score:right", WHISKER_REAL, &columns->right},
        {"score:squared_error", WHISKER_REAL, &columns->squared_error},
    };
    int32_t status = WHISKER_OK;
    for (size_t i = 0; status == WHISKER_OK && i < sizeof wanted / sizeof *wanted; i++)
        status = whisker_table_add_column(table, wanted[i].name, strlen(wanted[i].name), wanted[i].kind,
                                          wanted[i].column, error);
    return status;
}

static int32_t set_text(whisker_table *table, int64_t row, int32_t column, const char *text, whisker_error *error)
{
    int32_t symbol;
    int32_t status = whisker_table_intern(table, text, strlen(text), &symbol, error);
    return status != WHISKER_OK ? status : whisker_table_set_symbol(table, row, column, symbol, error);
}

/* What the first line of a log says. */
typedef struct title {
    char task[LONGEST_LINE], model[LONGEST_LINE];
} title;

/* One sample; 0 in *is_sample when the line is none. */
static int32_t add_sample(whisker_table *table, const columns *columns, const title *title, char *line, int *is_sample,
                          whisker_error *error)
{
    char *rest = line, *word[4];
    double right, confidence;
    for (int i = 0; i < 4; i++)
        word[i] = strtok_r(i == 0 ? line : NULL, " \n", &rest);
    *is_sample = word[3] != NULL && whisker_number_parse(word[2], strlen(word[2]), &right)
                 && whisker_number_parse(word[3], strlen(word[3]), &confidence);
    if (!*is_sample)
        return WHISKER_OK;
    int64_t row;
    int32_t status = whisker_table_add_rows(table, 1, &row, error);
    if (status == WHISKER_OK)
        status = set_text(table, row, columns->task, title->task, error);
    if (status == WHISKER_OK)
        status = set_text(table, row, columns->run, title->model, error);
    if (status == WHISKER_OK)
        status = set_text(table, row, columns->item, word[0], error);
    if (status == WHISKER_OK)
        status = set_text(table, row, columns->passage, word[1], error);
    if (status == WHISKER_OK)
        status = whisker_table_set_real(table, row, columns->right, right, error);
    if (status == WHISKER_OK)
        status = whisker_table_set_real(table, row, columns->squared_error, (confidence - right) * (confidence - right),
                                        error);
    return status;
}

static int32_t read_lines(FILE *log, whisker_table *table, const columns *columns, whisker_scan_result *out,
                          whisker_error *error)
{
    char line[LONGEST_LINE];
    title title;
    int32_t status = WHISKER_OK;
    if (fgets(line, sizeof line, log) == NULL || sscanf(line, "acme 1 %s %s", title.task, title.model) != 2)
        return WHISKER_MALFORMED;
    while (status == WHISKER_OK && fgets(line, sizeof line, log) != NULL) {
        int is_sample;
        status = add_sample(table, columns, &title, line, &is_sample, error);
        out->skipped += !is_sample;
    }
    return status;
}

static int32_t read_log(const whisker_format_file *file, whisker_table *table, whisker_scan_result *out,
                        whisker_error *error)
{
    columns columns;
    out->first_row = whisker_table_rows(table);
    int32_t status = add_columns(table, &columns, error);
    if (status != WHISKER_OK)
        return status;
    FILE *log = fopen(file->path, "r");
    if (log == NULL)
        return WHISKER_CANNOT_READ;
    status = read_lines(log, table, &columns, out, error);
    fclose(log);
    out->last_row = whisker_table_rows(table);
    return status;
}

static const whisker_format acme = {
    .size = sizeof acme, .name = "acme", .title = "logs of the Acme harness", .recognise = recognise, .read = read_log,
};
static const whisker_format *const formats[] = {&acme};
static const whisker_format_offer format_offer = {sizeof format_offer, 1, formats};

/* ---- the statistic: Brier's skill, 1 for perfect confidences, 0 for always saying the accuracy ---- */

static double brier_skill(const double *mean, const void *parameters)
{
    (void)parameters;
    return 1 - mean[0] / (mean[1] * (1 - mean[1]));
}

static const char *const skill_columns[] = {"squared_error", "right"};
static const whisker_statistic skill = {
    .size = sizeof skill, .n_columns = 2, .name = "brier_skill", .columns = skill_columns, .value = brier_skill,
};
static const whisker_statistic *const statistics[] = {&skill};
static const whisker_statistic_offer statistic_offer = {sizeof statistic_offer, 1, statistics};

/* ---- the one exported function ---- */

static const whisker_extension_about about = {
    sizeof about, WHISKER_ABI_MAJOR << 16 | WHISKER_ABI_MINOR, "acme", "1.0",
};

__attribute__((visibility("default"))) const void *whisker_extend(const char *capability);

const void *whisker_extend(const char *capability)
{
    if (strcmp(capability, "whisker.extension/1") == 0)
        return &about;
    if (strcmp(capability, "whisker.format/1") == 0)
        return &format_offer;
    if (strcmp(capability, "whisker.statistic/1") == 0)
        return &statistic_offer;
    return NULL;
}
