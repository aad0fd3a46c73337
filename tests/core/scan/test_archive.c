#include "fixture.h"
#include "zip_writer.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static temporary save(zip_writer *zip)
{
    zip_finish(zip);
    temporary file = temporary_file("log.eval", zip->bytes, zip->length);
    free(zip->bytes);
    return file;
}

static void add(zip_writer *zip, const char *name, int method, const char *text)
{
    zip_add(zip, name, method, text, strlen(text), 7);
}

/* Two good members among others that say what `lie` says. */
static zip_writer two_good_members(void)
{
    zip_writer zip = {0};
    add(&zip, "s/1.json", ZIP_STORED, "{\"id\": \"a\", \"x\": 1}");
    add(&zip, "s/3.json", ZIP_STORED, "{\"id\": \"c\", \"x\": 3}");
    return zip;
}

static void expect_one_bad_member(zip_writer *zip, int32_t status, const char *text)
{
    temporary file = save(zip);
    scanned made = scan_archive(file.path, "s/*.json", NULL, FIELDS(SYMBOL("id"), REAL("x")));
    cr_expect_eq(made.result.skipped, 1);
    expect_problems(&made, 1);
    expect_problem(&made, 0, status, text);
    whisker_problem problem = {.size = sizeof problem};
    whisker_table_problem(made.table, 0, &problem);
    cr_expect(strstr(problem.source, "log.eval: s/2.json") != NULL, "%s", problem.source);
    expect_table(made, "id|x\na|1\nc|3\n");
    temporary_remove(&file);
}

Test(archive, reads_members_stored_deflated_and_in_zstd_frames)
{
    zip_writer zip = {0};
    add(&zip, "s/3.json", ZIP_ZSTD, "{\"id\": \"c\", \"text\": \"in frames of seven bytes\", \"x\": 3}");
    add(&zip, "s/1.json", ZIP_STORED, "{\"id\": \"a\", \"x\": 1}");
    add(&zip, "s/", ZIP_STORED, "");
    add(&zip, "s/2.json", ZIP_DEFLATED, "{\"id\": \"b\", \"x\": 2}");
    add(&zip, "other.json", ZIP_STORED, "{\"id\": \"no\", \"x\": 9}");
    add(&zip, "s/deeper/4.json", ZIP_STORED, "{\"id\": \"no\", \"x\": 9}");
    temporary file = save(&zip);
    expect_table(scan_archive(file.path, "s/*.json", NULL, FIELDS(SYMBOL("id"), REAL("x"))), "id|x\na|1\nb|2\nc|3\n");
    expect_table(scan_archive(file.path, "*/*/*.json", NULL, FIELDS(REAL("x"))), "x\n9\n");
    expect_table(scan_archive(file.path, "s/2.json", NULL, FIELDS(REAL("x"))), "x\n2\n");
    expect_table(scan_archive(file.path, "*t*er*.json", NULL, FIELDS(REAL("x"))), "x\n9\n");
    expect_failure(scan_archive(file.path, "s/*.csv", NULL, FIELDS(REAL("x"))), WHISKER_CANNOT_READ, 0,
                   "the archive has no member \"s/*.csv\"");
    temporary_remove(&file);
}

Test(archive, lists_its_members_by_name)
{
    zip_writer zip = {0};
    add(&zip, "b", ZIP_STORED, "1");
    add(&zip, "a/", ZIP_STORED, "");
    add(&zip, "B", ZIP_STORED, "2");
    add(&zip, "a/x", ZIP_STORED, "3");
    add(&zip, "b", ZIP_STORED, "4");
    temporary file = save(&zip);
    whisker_archive *archive = NULL;
    cr_assert_eq(whisker_archive_open(NULL, file.path, &archive, NULL), WHISKER_OK);
    cr_expect_eq(whisker_archive_members(archive), 3);
    cr_expect_str_eq(whisker_archive_member(archive, 0), "B");
    cr_expect_str_eq(whisker_archive_member(archive, 1), "a/x");
    cr_expect_str_eq(whisker_archive_member(archive, 2), "b");
    cr_expect_null(whisker_archive_member(archive, 3));
    cr_expect_null(whisker_archive_member(archive, -1));
    whisker_archive_free(archive);
    temporary_remove(&file);
}

Test(archive, takes_the_last_of_members_with_one_name)
{
    zip_writer zip = {0};
    for (int i = 1; i <= 5; i++) {
        char text[32];
        snprintf(text, sizeof text, "{\"x\": %d}", i);
        add(&zip, "header.json", i % 2 == 0 ? ZIP_STORED : ZIP_DEFLATED, text);
    }
    temporary file = save(&zip);
    expect_table(scan_archive(file.path, "header.json", NULL, FIELDS(REAL("x"))), "x\n5\n");
    temporary_remove(&file);
}

Test(archive, takes_names_for_names)
{
    zip_writer zip = {0};
    add(&zip, "../../escape.json", ZIP_STORED, "{\"x\": 1}");
    add(&zip, "/etc/absolute.json", ZIP_STORED, "{\"x\": 2}");
    add(&zip, "C:\\windows.json", ZIP_STORED, "{\"x\": 3}");
    temporary file = save(&zip);
    expect_table(scan_archive(file.path, "../../*.json", NULL, FIELDS(REAL("x"))), "x\n1\n");
    expect_table(scan_archive(file.path, "/etc/absolute.json", NULL, FIELDS(REAL("x"))), "x\n2\n");
    char outside[300];
    snprintf(outside, sizeof outside, "%s/../../escape.json", file.folder);
    cr_expect_null(fopen(outside, "rb"), "nothing is written");
    temporary_remove(&file);
}

Test(archive, counts_a_member_with_a_wrong_checksum)
{
    zip_writer zip = two_good_members();
    zip.wrong_crc = 1;
    add(&zip, "s/2.json", ZIP_DEFLATED, "{\"id\": \"b\", \"x\": 2}");
    expect_one_bad_member(&zip, WHISKER_MALFORMED, "0 x1: the checksum does not fit: the archive is damaged here");
    zip = two_good_members();
    zip.wrong_crc = 3;
    add(&zip, "s/2.json", ZIP_STORED, "{\"id\": \"b\", \"x\": 2}");
    expect_one_bad_member(&zip, WHISKER_MALFORMED, "0 x1: the checksum does not fit: the archive is damaged here");
    zip = two_good_members();
    zip.wrong_crc = 77;
    add(&zip, "s/2.json", ZIP_ZSTD, "{\"id\": \"b\", \"x\": 2}");
    expect_one_bad_member(&zip, WHISKER_MALFORMED, "0 x1: the checksum does not fit: the archive is damaged here");
}

Test(archive, counts_members_it_cannot_unpack)
{
    zip_writer zip = two_good_members();
    zip.encrypted = 1;
    add(&zip, "s/2.json", ZIP_STORED, "{\"id\": \"b\", \"x\": 2}");
    expect_one_bad_member(&zip, WHISKER_UNSUPPORTED, "0 x1: is encrypted; unpack the archive first");
    zip = two_good_members();
    add(&zip, "s/2.json", ZIP_LZMA, "{\"id\": \"b\", \"x\": 2}");
    expect_one_bad_member(&zip, WHISKER_UNSUPPORTED,
                          "0 x1: is compressed by method 14; only deflate and zstd are read");
    zip = two_good_members();
    zip_add_raw(&zip, "s/2.json", ZIP_ZSTD, "no zstd at all", 14, 1, 100);
    expect_one_bad_member(&zip, WHISKER_MALFORMED, "0 x1: the archive is damaged here");
    zip = two_good_members();
    zip_add_raw(&zip, "s/2.json", ZIP_DEFLATED, "\xff\xff\xff\xff", 4, 1, 100);
    expect_one_bad_member(&zip, WHISKER_MALFORMED, "0 x1: the archive is damaged here");
    zip = two_good_members();
    zip_add_raw(&zip, "s/2.json", ZIP_ZSTD, "\x28\xb5\x2f\xfd\x04\x58", 6, 1, 100);
    expect_one_bad_member(&zip, WHISKER_MALFORMED, "0 x1: the archive is damaged here");
}

Test(archive, counts_a_member_that_does_not_parse)
{
    zip_writer zip = two_good_members();
    add(&zip, "s/2.json", ZIP_STORED, "{\n\"id\": \"b\", \"x\": ");
    expect_one_bad_member(&zip, WHISKER_MALFORMED, "2 x1: file ends inside an object (was the run cut off?)");
    zip = two_good_members();
    add(&zip, "s/2.json", ZIP_STORED, "");
    expect_one_bad_member(&zip, WHISKER_MALFORMED, "0 x1: is empty");
}

Test(archive, fails_when_no_member_could_be_read)
{
    zip_writer zip = {0};
    add(&zip, "s/2.json", ZIP_STORED, "oops");
    add(&zip, "s/1.json", ZIP_STORED, "{\"x\": }");
    temporary file = save(&zip);
    expect_failure(scan_archive(file.path, "s/*", NULL, FIELDS(REAL("x"))), WHISKER_MALFORMED, 1,
                   "s/1.json: not JSON: \"}\" where a value should stand");
    temporary_remove(&file);
}

Test(archive, stops_at_the_first_bad_member_when_strict)
{
    zip_writer zip = two_good_members();
    zip.wrong_crc = 1;
    add(&zip, "s/2.json", ZIP_DEFLATED, "{\"id\": \"b\", \"x\": 2}");
    temporary file = save(&zip);
    whisker_scan_options options = {.size = sizeof options, .strict = 1};
    scanned made = scan_archive(file.path, "s/*.json", &options, FIELDS(SYMBOL("id")));
    cr_expect_eq(made.status, WHISKER_MALFORMED);
    cr_expect_eq(whisker_table_rows(made.table), 0);
    scanned_free(&made);
    temporary_remove(&file);
}

/* ---- bombs ---- */

static void expect_bomb(zip_writer *zip, int64_t max_value_bytes, const char *text)
{
    temporary file = save(zip);
    peak_allocator peak;
    peak_allocator_start(&peak);
    whisker_table *table = NULL;
    whisker_archive *archive = NULL;
    whisker_error error = {.text = ""};
    whisker_scan_result result = {.size = sizeof result};
    whisker_scan_options options = {.size = sizeof options, .max_value_bytes = max_value_bytes};
    const whisker_field field = REAL("x");
    cr_assert_eq(whisker_table_new(&peak.allocator, &table, NULL), WHISKER_OK);
    cr_assert_eq(whisker_archive_open(&peak.allocator, file.path, &archive, NULL), WHISKER_OK);
    cr_expect_eq(whisker_scan_archive(table, archive, "*", 1, &field, &options, &result, &error), WHISKER_TOO_LARGE);
    cr_expect_str_eq(error.text, text);
    whisker_archive_free(archive);
    whisker_table_free(table);
    cr_expect_lt(peak.peak, 40 * 1024 * 1024, "%lld bytes", (long long)peak.peak);
    cr_expect_eq(peak.counting.live_blocks, 0);
    temporary_remove(&file);
}

static const char bomb_text[] = "bomb: unpacks to over 1000 times its size: a zip bomb?";

/* `length` bytes of one JSON object, nearly all of them spaces. */
static char *spaces(size_t length)
{
    char *text = malloc(length);
    memset(text, ' ', length);
    memcpy(text, "{\"x\": 1", 7);
    text[length - 1] = '}';
    return text;
}

Test(archive, stops_unpacking_a_bomb)
{
    size_t length = (size_t)300 * 1024 * 1024;
    char *text = spaces(length);
    zip_writer deflated = {0};
    deflated.claimed_size = 10; /* a lie */
    zip_add(&deflated, "bomb", ZIP_DEFLATED, text, length, 0);
    expect_bomb(&deflated, 0, bomb_text);
    zip_writer packed = {0};
    packed.claimed_size = 10;
    zip_add(&packed, "bomb", ZIP_ZSTD, text, length, length);
    expect_bomb(&packed, 0, bomb_text);
    free(text);
}

Test(archive, believes_no_packed_size_of_a_bomb)
{
    size_t length = (size_t)40 * 1024 * 1024;
    char *text = spaces(length);
    for (int i = 0; i < 2; i++) {
        zip_writer zip = {0};
        zip.claimed_packed = UINT32_C(400000000);
        zip_add(&zip, "bomb", i == 0 ? ZIP_DEFLATED : ZIP_ZSTD, text, length, length);
        expect_bomb(&zip, 0, bomb_text);
    }
    zip_writer zip = {0};
    zip_add(&zip, "bomb", ZIP_DEFLATED, text, length, 0);
    expect_bomb(&zip, (int64_t)4 << 20, "bomb: unpacks to more than the limit of 4194304 bytes");
    free(text);
}

/* Each of 6 MiB in less than a thousand bytes: none is a bomb, all of them are. */
Test(archive, stops_unpacking_a_bomb_of_many_members)
{
    size_t length = (size_t)6 * 1024 * 1024;
    char *text = spaces(length);
    zip_writer zip = {0};
    for (char name[] = "a"; name[0] <= 'h'; name[0]++)
        zip_add(&zip, name, ZIP_ZSTD, text, length, length);
    temporary file = save(&zip);
    int64_t within = (int64_t)((((size_t)16 << 20) + 1000 * zip.length) / length);
    scanned made = scan_archive(file.path, "*", NULL, FIELDS(SYMBOL("x")));
    cr_assert_lt(within, 8, "%zu bytes are no bomb", zip.length);
    cr_expect_eq(whisker_table_rows(made.table), within);
    cr_expect_eq(made.result.skipped, 8 - within);
    expect_problem(&made, 0, WHISKER_TOO_LARGE, "0 x1: the archive unpacks to over 1000 times its size: a zip bomb?");
    scanned_free(&made);
    temporary_remove(&file);
    free(text);
}

Test(archive, reads_what_compresses_well)
{
    size_t length = (size_t)6 * 1024 * 1024;
    char *text = spaces(length);
    zip_writer zip = {0};
    zip_add(&zip, "1", ZIP_STORED, text, length, 0);
    zip_add(&zip, "2", ZIP_DEFLATED, text, length, 0);
    zip_add(&zip, "3", ZIP_ZSTD, text, length, length);
    temporary file = save(&zip);
    expect_table(scan_archive(file.path, "*", NULL, FIELDS(REAL("x"))), "x\n1\n1\n1\n");
    temporary_remove(&file);
    free(text);
}

/* Beyond the size from which the ratio counts, and as regular as a log can be. */
Test(archive, reads_a_large_member_of_regular_rows)
{
    enum { ROWS = 200000, ROW = 80 };
    char *text = malloc((size_t)ROWS * ROW + 1);
    for (int row = 0; row < ROWS; row++)
        snprintf(text + (size_t)row * ROW, ROW + 1, "{\"x\": %06d, \"text\": \"%*s\"}\n", 100000 + row, 54, "");
    zip_writer zip = {0};
    add(&zip, "1", ZIP_STORED, text);
    add(&zip, "2", ZIP_DEFLATED, text);
    zip_add(&zip, "3", ZIP_ZSTD, text, (size_t)ROWS * ROW, (size_t)ROWS * ROW);
    temporary file = save(&zip);
    scanned made = scan_archive(file.path, "*", NULL, FIELDS(REAL("x")));
    cr_expect_eq(made.status, WHISKER_OK, "%s", made.error.text);
    cr_expect_eq(made.result.skipped, 0);
    cr_assert_eq(whisker_table_rows(made.table), 3 * ROWS);
    for (int64_t row = 0; row < 3 * ROWS; row++)
        cr_assert_eq(whisker_table_column_reals(made.table, 0)[row], 100000 + row % ROWS);
    scanned_free(&made);
    temporary_remove(&file);
    free(text);
}

/* ---- sizes that are no truth ---- */

Test(archive, reads_members_of_every_size_around_that_of_its_pieces)
{
    static const int methods[] = {ZIP_STORED, ZIP_DEFLATED, ZIP_ZSTD};
    for (size_t length = 3 * 65536 - 1; length <= 3 * 65536 + 1; length++)
        for (size_t frame = 65536; frame <= 3 * 65536; frame += 65536) {
            char *text = spaces(length);
            zip_writer zip = {0};
            char name[] = "1";
            for (int i = 0; i < 3; i++, name[0]++)
                zip_add(&zip, name, methods[i], text, length, frame);
            temporary file = save(&zip);
            expect_table(scan_archive(file.path, "*", NULL, FIELDS(REAL("x"))), "x\n1\n1\n1\n");
            temporary_remove(&file);
            free(text);
        }
}

Test(archive, counts_a_member_that_declares_too_few_packed_bytes)
{
    static const int methods[] = {ZIP_STORED, ZIP_DEFLATED, ZIP_ZSTD};
    for (int i = 0; i < 3; i++) {
        zip_writer zip = two_good_members();
        zip.claimed_packed = zip.claimed_size = 5;
        add(&zip, "s/2.json", methods[i], "{\"id\": \"b\", \"x\": 2}");
        expect_one_bad_member(&zip, WHISKER_MALFORMED,
                              i == 0 ? "0 x1: the checksum does not fit: the archive is damaged here"
                                     : "0 x1: the archive is damaged here");
    }
}

Test(archive, never_reads_beyond_the_archive)
{
    static const uint32_t claims[] = {200, 100000, UINT32_C(4000000000)};
    for (int i = 0; i < 3; i++) {
        zip_writer zip = two_good_members();
        zip.claimed_packed = claims[i];
        add(&zip, "s/2.json", ZIP_DEFLATED, "{\"id\": \"b\", \"x\": 2}");
        temporary file = save(&zip); /* a deflated stream says itself where it ends, and the checksum confirms it */
        expect_table(scan_archive(file.path, "s/2.json", NULL, FIELDS(REAL("x"))), "x\n2\n");
        temporary_remove(&file);
        zip = two_good_members();
        zip.claimed_packed = claims[i];
        add(&zip, "s/2.json", ZIP_ZSTD, "{\"id\": \"b\", \"x\": 2}");
        expect_one_bad_member(&zip, WHISKER_MALFORMED, "0 x1: the archive is damaged here");
    }
    zip_writer zip = two_good_members();
    zip.claimed_packed = UINT32_C(4000000000);
    add(&zip, "s/2.json", ZIP_STORED, "{\"id\": \"b\", \"x\": 2}");
    expect_one_bad_member(&zip, WHISKER_MALFORMED, "0 x1: the archive is damaged here");
}

/* ---- what is no archive ---- */

static void expect_no_archive(const char *path, int32_t status, const char *text)
{
    whisker_archive *archive = (whisker_archive *)&archive;
    whisker_error error = {.text = ""};
    cr_expect_eq(whisker_archive_open(NULL, path, &archive, &error), status, "%s", error.text);
    cr_expect_str_eq(error.text, text);
    cr_expect_null(archive);
}

Test(archive, says_what_is_no_archive)
{
    static const char incomplete[] = "is no complete zip archive (its directory stands at the end: was it cut off?)";
    expect_no_archive("/nonexistent/x.eval", WHISKER_CANNOT_READ, "cannot be read: No such file or directory");
    expect_no_archive("/", WHISKER_CANNOT_READ, "is a folder, not a file");
    temporary file = temporary_file("log.eval", "", 0);
    expect_no_archive(file.path, WHISKER_MALFORMED, "is empty");
    temporary_remove(&file);
    file = temporary_file("log.eval", "{\"x\": 1}", 8);
    expect_no_archive(file.path, WHISKER_MALFORMED, incomplete);
    temporary_remove(&file);
    zip_writer zip = two_good_members();
    zip_finish(&zip);
    for (size_t length = 1; length < zip.length; length += 5) {
        file = temporary_file("log.eval", zip.bytes, length);
        expect_no_archive(file.path, WHISKER_MALFORMED, incomplete);
        temporary_remove(&file);
    }
    free(zip.bytes);
    cr_expect_eq(whisker_archive_open(NULL, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
}
