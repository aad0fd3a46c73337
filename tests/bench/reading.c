/* reading [FOLDER]: a file of JSON Lines and an Inspect archive into a table. WHISKER_BENCH_MEGABYTES: how large, 1000. */
#define _GNU_SOURCE
#include "bench.h"
#include "logs.h"

#include "whisker.h"

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REPEATS = 11, SLOW_REPEATS = 3, MEGABYTES = 1000 };

typedef struct reading {
    const char *path;
    int32_t threads;
    double answer;     /* the sum of the numbers that were asked for */
} reading;

/* ---- whisker ---- */

static double sum_of_numbers(const whisker_table *table)
{
    double sum = 0;
    for (int32_t column = 0; column < whisker_table_columns(table); column++) {
        const double *cells = whisker_table_column_reals(table, column);
        for (int64_t row = 0; cells != NULL && row < whisker_table_rows(table); row++)
            sum += isnan(cells[row]) ? 0 : cells[row];
    }
    return sum;
}

static whisker_table *new_table(void)
{
    whisker_table *table;
    if (whisker_table_new(NULL, &table, NULL) != WHISKER_OK)
        exit(2);
    return table;
}

static void must_be_read(int32_t status, const whisker_error *error)
{
    if (status == WHISKER_OK)
        return;
    fprintf(stderr, "%s\n", error->text);
    exit(1);
}

static void read_lines(void *context)
{
    static const whisker_field fields[] = {
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "acc"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "doc_id"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "doc.subject"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "doc.passage_id"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "filtered_resps[0][0]"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "filtered_resps[1][0]"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "filtered_resps[2][0]"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "filtered_resps[3][0]"},
    };
    reading *this = context;
    whisker_table *table = new_table();
    whisker_scan_options options = {.size = sizeof options, .threads = this->threads};
    whisker_scan_result result = {.size = sizeof result};
    whisker_error error = {0};
    must_be_read(whisker_scan_file(table, this->path, sizeof fields / sizeof *fields, fields, &options, &result, &error),
                 &error);
    this->answer = sum_of_numbers(table);
    whisker_table_free(table);
}

static void read_archive(void *context)
{
    static const whisker_field fields[] = {
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "id"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "scores.choice.value"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "metadata.subject"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "total_time"},
    };
    reading *this = context;
    whisker_table *table = new_table();
    whisker_scan_options options = {.size = sizeof options, .threads = this->threads};
    whisker_scan_result result = {.size = sizeof result};
    whisker_archive *archive;
    whisker_error error = {0};
    must_be_read(whisker_archive_open(NULL, this->path, &archive, &error), &error);
    must_be_read(whisker_scan_archive(table, archive, "samples/*.json", sizeof fields / sizeof *fields, fields, &options,
                                      &result, &error), &error);
    this->answer = sum_of_numbers(table);
    whisker_archive_free(archive);
    whisker_table_free(table);
}

/* ---- the limit, and the plain way ---- */

/* Line breaks counted in pieces that stay in the cache. */
static void count_lines(void *context)
{
    static char piece[1 << 18];
    reading *this = context;
    int file = open(this->path, O_RDONLY);
    this->answer = 0;
    for (ssize_t count; (count = read(file, piece, sizeof piece)) > 0;)
        for (const char *at = piece; (at = memchr(at, '\n', (size_t)(piece + count - at))) != NULL; at++)
            this->answer++;
    close(file);
    this->answer = NAN;
}

static void read_by_cjson(void *context)
{
    reading *this = context;
    FILE *file = fopen(this->path, "rb");
    char *line = NULL;
    size_t capacity = 0;
    this->answer = 0;
    for (ssize_t length; file != NULL && (length = getline(&line, &capacity, file)) > 0;) {
        cJSON *sample = cJSON_ParseWithLength(line, (size_t)length), *option;
        cJSON *doc = cJSON_GetObjectItemCaseSensitive(sample, "doc");
        if (!cJSON_HasObjectItem(sample, "doc_id") || !cJSON_HasObjectItem(doc, "subject") ||
            !cJSON_HasObjectItem(doc, "passage_id"))
            exit(1);
        this->answer += cJSON_GetObjectItemCaseSensitive(sample, "acc")->valuedouble;
        cJSON_ArrayForEach(option, cJSON_GetObjectItemCaseSensitive(sample, "filtered_resps"))
            this->answer += cJSON_GetArrayItem(option, 0)->valuedouble;
        cJSON_Delete(sample);
    }
    free(line);
    if (file != NULL)
        fclose(file);
}

/* ---- measuring ---- */

static double peak_megabytes(void)
{
    char line[256];
    double kilobytes = NAN;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "VmHWM: %lf", &kilobytes) == 1)
            break;
    if (file != NULL)
        fclose(file);
    return kilobytes / 1024;
}

/* In a process of its own, so that no memory is there from before. */
static void measure(const char *what, const char *who, int repeats, void (*read)(void *context), const char *path,
                    int32_t threads)
{
    reading this = {.path = path, .threads = threads};
    int status = 1;
    fflush(stdout);
    if (fork() == 0) {
        double seconds = bench_time(repeats, read, &this);
        bench_report_peak(what, who, seconds, this.answer, peak_megabytes());
        exit(0);
    }
    wait(&status);
    if (status != 0)
        exit(1);
}

/* Here as well: libzip holds all members until it writes them. */
static int write_logs(const char *lines, const char *archive, double bytes)
{
    int status = 1;
    if (fork() == 0)
        exit(logs_write_lines(lines, (int64_t)bytes) < 0 || logs_write_archive(archive, (int64_t)(bytes / 5)) < 0);
    wait(&status);
    return status == 0;
}

static void describe(double bytes)
{
    char text[512];
    snprintf(text, sizeof text,
             "%.0f MB of lm-evaluation-harness samples, 1 to 5 KB a line, in the page cache: score, item, two metadata "
             "fields and four log-probabilities into a table. The limit counts line breaks on one core. Then a fifth of "
             "that, unpacked, as an Inspect archive with a deflated member for each sample.", bytes / 1e6);
    bench_title("Reading logs", text);
}

int main(int argc, char **argv)
{
    char lines[4096], archive[4096];
    const char *size = getenv("WHISKER_BENCH_MEGABYTES"), *folder = argc > 1 ? argv[1] : ".";
    const char *of_lines = "JSON Lines, eight fields", *of_archive = "an Inspect archive, four fields";
    double bytes = (size != NULL ? atof(size) : MEGABYTES) * 1e6;
    snprintf(lines, sizeof lines, "%s/samples.jsonl", folder);
    snprintf(archive, sizeof archive, "%s/log.eval", folder);
    if (!write_logs(lines, archive, bytes))
        return 2;
    describe(bytes);
    measure(of_lines, "limit", REPEATS, count_lines, lines, 0);
    measure(of_lines, "whisker", REPEATS, read_lines, lines, 0);
    measure(of_lines, "whisker, one thread", REPEATS, read_lines, lines, 1);
    measure(of_lines, "cJSON, line by line", SLOW_REPEATS, read_by_cjson, lines, 0);
    bench_target(of_lines, "whisker", "Python json, line by line", 1. / 15);
    bench_target(of_lines, "whisker", "simdjson on demand, one thread", 1);
    bench_target(of_lines, "whisker, one thread", "simdjson on demand, one thread", 1);
    measure(of_archive, "whisker", REPEATS, read_archive, archive, 0);
    measure(of_archive, "whisker, one thread", REPEATS, read_archive, archive, 1);
    return 0;
}
