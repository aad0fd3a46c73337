/* Reading that is watched: how far it is, and an end before its time. */
#include "fixture.h"
#include "zip_writer.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 200000, LONGEST_ROW = 40 };

typedef struct spectator {
    int64_t asked;
    double last;
    int went_back;      /* less was done than before */
    double stop_beyond; /* stops where more than this is done */
} spectator;

static int32_t look(void *context, double done)
{
    spectator *spectator = context;
    spectator->asked++;
    spectator->went_back += done < spectator->last;
    spectator->last = done;
    return done > spectator->stop_beyond;
}

static whisker_scan_options watched_by(spectator *spectator, int32_t syntax)
{
    return (whisker_scan_options){.size = sizeof(whisker_scan_options), .syntax = syntax, .threads = 2, .watch = look,
                                  .watch_context = spectator};
}

/* So many rows between an opening and an end. */
static temporary rows_file(const char *name, const char *opening, const char *row, const char *end)
{
    char *text = malloc((size_t)ROWS * LONGEST_ROW), *at = text;
    cr_assert_not_null(text);
    at += sprintf(at, "%s", opening);
    for (int i = 0; i < ROWS; i++)
        at += sprintf(at, row, i);
    if (*end != '\0')
        at += sprintf(at - 2, "%s", end) - 2;
    temporary file = temporary_file(name, text, (size_t)(at - text));
    free(text);
    return file;
}

static void expect_watched(const temporary *file, int32_t syntax)
{
    spectator patient = {.stop_beyond = 2}, hasty = {.stop_beyond = 0.3};
    whisker_scan_options options = watched_by(&patient, syntax);
    scanned made = scan_file(file->path, &options, FIELDS(REAL("x")));
    cr_expect_eq(made.status, WHISKER_OK, "%s", made.error.text);
    cr_expect_eq(whisker_table_rows(made.table), ROWS);
    cr_expect(patient.asked > 4 && patient.went_back == 0, "asked %d times", (int)patient.asked);
    cr_expect(patient.last > 0.5 && patient.last <= 1, "%g", patient.last);
    scanned_free(&made);
    options = watched_by(&hasty, syntax);
    expect_failure(scan_file(file->path, &options, FIELDS(REAL("x"))), WHISKER_CANCELLED, 0, "the reading was stopped");
    cr_expect(hasty.last > 0.3 && hasty.last < 0.9, "%g", hasty.last);
}

Test(watch, sees_lines_go_by)
{
    temporary file = rows_file("rows.jsonl", "", "{\"x\": %d, \"y\": \"text\"}\n", "");
    expect_watched(&file, WHISKER_JSON_LINES);
    temporary_remove(&file);
}

Test(watch, sees_records_go_by)
{
    temporary file = rows_file("rows.csv", "x,y\n", "%d,text that makes it long\n", "");
    expect_watched(&file, WHISKER_CSV);
    temporary_remove(&file);
}

Test(watch, sees_the_rows_of_one_value_go_by)
{
    temporary file = rows_file("rows.json", "[", "{\"x\": %d, \"y\": \"text\"},\n", "]\n");
    spectator hasty = {.stop_beyond = 0.3};
    whisker_scan_options options = watched_by(&hasty, WHISKER_JSON);
    expect_failure(scan_file(file.path, &options, FIELDS(REAL("x"))), WHISKER_CANCELLED, 0, "the reading was stopped");
    cr_expect(hasty.last > 0.3 && hasty.last < 0.9, "%g", hasty.last);
    temporary_remove(&file);
}

Test(watch, sees_members_go_by_and_takes_the_first_of_them_back)
{
    enum { MEMBERS = 10 };
    zip_writer zip = {0};
    char name[32];
    for (int i = 0; i < MEMBERS; i++) {
        snprintf(name, sizeof name, "s/%d.json", i);
        zip_add(&zip, name, ZIP_STORED, "{\"x\": 1}", 8, 7);
    }
    zip_finish(&zip);
    temporary file = temporary_file("log.eval", zip.bytes, zip.length);
    free(zip.bytes);
    spectator patient = {.stop_beyond = 2}, hasty = {.stop_beyond = 0.45};
    whisker_scan_options options = watched_by(&patient, WHISKER_SYNTAX_DEFAULT);
    scanned made = scan_archive(file.path, "s/*.json", &options, FIELDS(REAL("x")));
    cr_expect_eq(whisker_table_rows(made.table), MEMBERS);
    cr_expect(patient.asked >= MEMBERS && patient.went_back == 0 && patient.last > 0.8, "%g", patient.last);
    scanned_free(&made);
    options = watched_by(&hasty, WHISKER_SYNTAX_DEFAULT);
    expect_failure(scan_archive(file.path, "s/*.json", &options, FIELDS(REAL("x"))), WHISKER_CANCELLED, 0,
                   "the reading was stopped");
    cr_expect_float_eq(hasty.last, 0.5, 1e-12);
    temporary_remove(&file);
}
