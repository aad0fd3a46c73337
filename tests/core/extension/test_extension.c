#define _POSIX_C_SOURCE 200809L
#include "counting_allocator.h"

#include "whisker.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the build put the extensions of tests/extensions. Static buffer. */
static const char *path_of(const char *name)
{
    static char path[1024];
    const char *folder = getenv("WHISKER_TEST_EXTENSIONS");
    cr_assert_not_null(folder, "WHISKER_TEST_EXTENSIONS names the folder of the extensions");
    snprintf(path, sizeof path, "%s/%s.so", folder, name);
    return path;
}

static whisker_extension *opened(const char *name)
{
    whisker_extension *extension = NULL;
    whisker_error error = {0};
    cr_assert_eq(whisker_extension_open(NULL, path_of(name), &extension, &error), WHISKER_OK, "%s", error.text);
    return extension;
}

static int32_t refused(const char *path, whisker_error *error)
{
    whisker_extension *extension = (void *)&extension;
    int32_t status = whisker_extension_open(NULL, path, &extension, error);
    cr_assert_null(extension);
    return status;
}

Test(extension, offers_a_format_and_a_statistic)
{
    whisker_extension *acme = opened("acme");
    cr_assert_str_eq(whisker_extension_about_of(acme)->name, "acme");
    cr_assert_eq(whisker_extension_formats(acme), 1);
    cr_assert_str_eq(whisker_extension_format(acme, 0)->name, "acme");
    cr_assert_null(whisker_extension_format(acme, 1));
    cr_assert_null(whisker_extension_format(acme, -1));
    cr_assert_eq(whisker_extension_statistics(acme), 1);
    const double mean[] = {0.1, 0.5}; /* 1 - .1 / .25 */
    const whisker_statistic *skill = whisker_extension_statistic(acme, 0);
    cr_assert_float_eq(skill->value(mean, skill->parameters), 0.6, 1e-15);
    whisker_extension_free(acme);
}

Test(extension, its_format_reads_a_log)
{
    whisker_extension *acme = opened("acme");
    char path[] = "acme-XXXXXX";
    int file = mkstemp(path);
    FILE *log = fdopen(file, "w");
    fputs("acme 1 trivia alpha\nq1 p1 1 0.75\nnonsense\nq2 p1 0 0.5\n", log);
    fclose(log);
    const whisker_format *format = whisker_extension_format(acme, 0);
    whisker_format_file described = {sizeof described, 0, path, "acme 1 trivia alpha\n", 20};
    whisker_format_file other = {sizeof other, 0, path, "{\"id\": 1}", 9};
    whisker_table *table = NULL;
    whisker_scan_result done = {.size = sizeof done};
    cr_assert_eq(whisker_table_new(NULL, &table, NULL), WHISKER_OK);
    cr_expect_eq(format->recognise(&described), 1);
    cr_expect_eq(format->recognise(&other), 0);
    cr_assert_eq(format->read(&described, table, &done, NULL), WHISKER_OK);
    cr_assert_eq(done.last_row - done.first_row, 2);
    cr_assert_eq(done.skipped, 1);
    int32_t squared = whisker_table_find(table, "score:squared_error", strlen("score:squared_error"));
    cr_assert_eq(whisker_table_column_reals(table, squared)[0], 0.0625);
    whisker_table_free(table);
    whisker_extension_free(acme);
    remove(path);
}

Test(extension, what_is_none_is_refused_with_the_reason)
{
    whisker_error error = {0};
    cr_expect_eq(refused("./no/such/file.so", &error), WHISKER_CANNOT_READ);
    cr_expect(strstr(error.text, "cannot load") != NULL, "%s", error.text);
    cr_expect_eq(refused("acme.so", &error), WHISKER_BAD_ARGUMENT, "the loader would search its own folders");
    cr_expect_eq(refused(NULL, &error), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(refused(path_of("no_entry"), &error), WHISKER_MALFORMED);
    cr_expect(strstr(error.text, "whisker_extend") != NULL, "%s", error.text);
    cr_expect_eq(refused(path_of("newer"), &error), WHISKER_UNSUPPORTED);
    cr_expect(strstr(error.text, "'newer'") != NULL, "%s", error.text);
    cr_expect_eq(refused(path_of("incomplete"), &error), WHISKER_MALFORMED);
    cr_expect(strstr(error.text, "statistic 1") != NULL, "%s", error.text);
}

Test(extension, survives_lack_of_memory)
{
    counting_allocator counting;
    counting_allocator_start(&counting);
    counting.fail_at = 1;
    whisker_extension *extension;
    cr_expect_eq(whisker_extension_open(&counting.allocator, path_of("acme"), &extension, NULL), WHISKER_NO_MEMORY);
    counting.fail_at = 0;
    cr_expect_eq(whisker_extension_open(&counting.allocator, path_of("acme"), &extension, NULL), WHISKER_OK);
    whisker_extension_free(extension);
    cr_expect_eq(counting.live_blocks, 0);
    whisker_extension_free(NULL);
}
