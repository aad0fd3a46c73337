#include "fixture.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const whisker_scan_options *with_rows(const char *rows)
{
    static whisker_scan_options options;
    options = (whisker_scan_options){.size = sizeof options, .syntax = WHISKER_JSON, .rows = rows};
    return &options;
}

/* ---- fields of a row ---- */

Test(json_walk, takes_declared_fields_and_passes_over_the_rest)
{
    expect_table(scan_text("{\"skip\": {\"doc_id\": 9, \"x\": [\"}]\\\"\", {}]}, \"doc_id\": 1, \"doc\": {\"level\": \"hard\"}}\n"
                           "{\"doc\": {\"other\": 1}, \"doc_id\": 2}\n",
                           NULL, FIELDS(SYMBOL("doc_id"), SYMBOL("doc.level"))),
                 "doc_id|doc.level\n1|hard\n2|\n");
}

Test(json_walk, reaches_into_arrays)
{
    expect_table(scan_text("{\"resps\": [[[-10.5, \"False\"]], [[-17.25, \"True\"]]]}", NULL,
                           FIELDS(REAL_AS("resps[1][0][0]", "second"), SYMBOL_AS("resps[0][0][1]", "greedy"),
                                  REAL_AS("resps[2][0][0]", "none"))),
                 "second|greedy|none\n-17.25|False|\n");
}

Test(json_walk, keeps_names_that_hold_dots_and_escapes)
{
    expect_table(scan_text("{\"a.b\": 1, \"caf\\u00e9\": 2, \"a\": {\"b\": 3}, \"q\\\"\": 4}", NULL,
                           FIELDS(REAL_AS("a\\.b", "dot"), REAL_AS("caf\xc3\xa9", "accent"), REAL_AS("a.b", "path"),
                                  REAL_AS("q\"", "quote"))),
                 "dot|accent|path|quote\n1|2|3|4\n");
}

Test(json_walk, lets_the_last_of_equal_names_win)
{
    const char *text = "{\"acc\": 1, \"acc\": 0, \"f\": 1, \"f\": null, \"d\": {\"a\": 1, \"b\": 2}, \"d\": {\"b\": 3}, "
                       "\"g\": {\"h\": 1}, \"g\": 5}";
    expect_table(scan_text(text, NULL, FIELDS(REAL("acc"), REAL("f"), REAL("d.a"), REAL("d.b"), REAL("g.h"))),
                 "acc|f|d.a|d.b|g.h\n0|||3|\n");
}

/* ---- cells ---- */

Test(json_walk, reads_what_harnesses_write_for_numbers)
{
    expect_table(scan_text("[{\"x\": 0.1}, {\"x\": true}, {\"x\": false}, {\"x\": \"22.08\"}, {\"x\": \" -3 \"}, {\"x\": -Infinity},"
                           "{\"x\": Infinity}, {\"x\": NaN}, {\"x\": null}, {}, {\"x\": \"\"}, {\"x\": \"True\"}, {\"x\": \"N/A\"},"
                           "{\"x\": 1e-7}, {\"x\": \"Infinity\"}, {\"x\": 0.30000000000000004}]",
                           NULL, FIELDS(REAL("x"))),
                 "x\n0.1\n1\n0\n22.08\n-3\n-inf\ninf\n\n\n\n\n<True>\n<N/A>\n1e-07\ninf\n0.30000000000000004\n");
}

Test(json_walk, keeps_symbols_as_they_are_written)
{
    expect_table(scan_text("[{\"x\": 9007199254740993}, {\"x\": 1.0}, {\"x\": true}, {\"x\": \"\"}, {\"x\": null}, {\"x\": 1E5}, {\"x\": NaN},"
                           "{\"x\": 123456789012345678901234567890123456789012345678901234567890}]",
                           NULL, FIELDS(SYMBOL("x"))),
                 "x\n9007199254740993\n1.0\ntrue\n\n\n1E5\nNaN\n"
                 "123456789012345678901234567890123456789012345678901234567890\n");
}

Test(json_walk, tells_empty_text_from_no_text)
{
    scanned made = scan_text("[{\"x\": \"\"}, {\"x\": null}]", NULL, FIELDS(SYMBOL("x")));
    const int32_t *cells = whisker_table_column_symbols(made.table, 0);
    cr_expect_neq(cells[0], WHISKER_NO_SYMBOL);
    cr_expect_eq(cells[1], WHISKER_NO_SYMBOL);
    scanned_free(&made);
}

Test(json_walk, decodes_escapes)
{
    expect_table(scan_text("{\"a\": \"caf\\u00e9 \\ud83d\\ude00 \\\"q\\\" \\\\ \\/ \\t.\", \"b\": \"caf\xc3\xa9\"}", NULL,
                           FIELDS(SYMBOL("a"), SYMBOL("b"))),
                 "a|b\ncaf\xc3\xa9 \xf0\x9f\x98\x80 \"q\" \\ / \t.|caf\xc3\xa9\n");
}

Test(json_walk, replaces_what_no_text_can_hold_and_says_so)
{
    scanned made = scan_text("{\"a\": \"x\\u0000y\"}\n{\"a\": \"\\ud800\"}\n{\"a\": \"\\udc00\\ud800z\"}\n{\"a\": \"\\\\u0000\"}\n", NULL,
                             FIELDS(SYMBOL("a")));
    expect_problems(&made, 1);
    expect_problem(&made, 0, WHISKER_BAD_ENCODING,
                   "1 x3: \"a\": \\u0000 or half of a surrogate pair, replaced by U+FFFD");
    expect_table(made, "a\nx\xef\xbf\xbdy\n\xef\xbf\xbd\n\xef\xbf\xbd\xef\xbf\xbdz\n\\u0000\n");
}

Test(json_walk, skips_rows_whose_text_is_no_text)
{
    scanned made = scan_text("[{\"a\": \"ok\"},\n{\"a\": \"caf\xe9\"},\n{\"a\": \"\\x\"},\n{\"a\": \"\\u12g4\"}, {\"b\": \"caf\xe9\"}]", NULL,
                             FIELDS(SYMBOL("a")));
    expect_problems(&made, 2);
    expect_problem(&made, 0, WHISKER_BAD_ENCODING,
                   "2 x1: text that is not UTF-8 (is the file in Latin-1 or Windows-1252?)");
    expect_problem(&made, 1, WHISKER_MALFORMED, "3 x2: a backslash in a string begins no escape that JSON knows");
    cr_expect_eq(made.result.skipped, 3);
    expect_table(made, "a\nok\n\n");
}

Test(json_walk, counts_lists_and_objects_that_stand_for_scores)
{
    scanned made = scan_text("{\"f1\": [1, 0], \"acc\": 1}\n{\"f1\": [0, 0], \"acc\": {\"x\": 1}}\n{\"f1\": 0.5, \"acc\": 0}\n", NULL,
                             FIELDS(REAL("f1"), REAL("acc")));
    expect_problems(&made, 2);
    expect_problem(&made, 0, WHISKER_MALFORMED, "1 x2: \"f1\" is a list, not a number");
    expect_problem(&made, 1, WHISKER_MALFORMED, "2 x1: \"acc\" is an object, not a number");
    expect_table(made, "f1|acc\n|1\n|\n0.5|0\n");
}

Test(json_walk, shortens_long_text_so_that_equal_stays_equal)
{
    char text[12000], filler[2001];
    memset(filler, 'x', 2000);
    memcpy(filler + 79, "\xc3\xa9", 2);
    filler[2000] = '\0';
    snprintf(text, sizeof text, "[\"%sa\", \"%sb\", \"%sa\", \"short\"]", filler, filler, filler);
    whisker_field field = {.size = sizeof field, .path = ".", .name = "t", .kind = WHISKER_SYMBOL, .max_text = 100};
    scanned made = scan_text(text, NULL, &field, 1);
    cr_assert_eq(made.result.last_row, 4);
    const int32_t *cells = whisker_table_column_symbols(made.table, 0);
    cr_expect_eq(cells[0], cells[2]);
    cr_expect_neq(cells[0], cells[1]);
    size_t length;
    const char *digest = whisker_table_text(made.table, cells[0], &length);
    cr_expect_leq(length, 160);
    cr_expect(strncmp(digest, filler, 79) == 0);
    cr_expect(strncmp(digest + 79, "\xe2\x80\xa6 [", 5) == 0, "cut between characters: %s", digest);
    cr_expect_str_eq(digest + length - 13, ", 2001 bytes]");
    cr_expect_str_eq(whisker_table_text(made.table, cells[3], NULL), "short");
    scanned_free(&made);
}

/* ---- wildcards ---- */

Test(json_walk, makes_columns_of_what_wildcards_meet)
{
    whisker_field metric = {.size = sizeof metric, .path = "*", .name = "score:*", .kind = WHISKER_REAL,
                            .except = "doc_id\ndoc\nfilter"};
    whisker_field fields[] = {SYMBOL("doc_id"), metric};
    scanned made = scan_text("{\"doc_id\": 0, \"doc\": 1, \"acc\": 1, \"acc_norm\": 0.5}\n"
                             "{\"doc_id\": 1, \"filter\": \"none\", \"hallucination\": \"truthful\", \"acc\": 0, \"f1\": []}\n",
                             NULL, fields, 2);
    expect_problems(&made, 1);
    expect_problem(&made, 0, WHISKER_MALFORMED, "2 x1: \"score:f1\" is a list, not a number");
    expect_table(made, "doc_id|score:acc|score:acc_norm|score:hallucination\n0|1|0.5|\n1|0||<truthful>\n");
}

Test(json_walk, fills_each_star_with_what_its_wildcard_met)
{
    expect_table(scan_text("{\"scores\": {\"match\": {\"value\": \"C\"}, \"judge\": {\"value\": {\"tone\": 3, \"style\": 4}}}}", NULL,
                           FIELDS(REAL_AS("scores.*.value", "score:*"), REAL_AS("scores.*.value.*", "score:*.*"))),
                 "score:match|score:judge.tone|score:judge.style\n<C>|3|4\n");
}

Test(json_walk, names_elements_by_their_index)
{
    expect_table(scan_text("{\"scores\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"l\": [[7]]}", NULL,
                           FIELDS(SYMBOL("scores.*.name"), SYMBOL("l.**"))),
                 "scores[0].name|scores[1].name|l[0][0]\na|b|7\n");
}

Test(json_walk, takes_every_scalar_below_two_stars)
{
    expect_table(scan_text("{\"doc\": {\"a\": 1, \"b\": {\"c\": [\"x\", {\"d\": true}], \"e\": null}, \"f\": []}}", NULL,
                           FIELDS(SYMBOL("doc.**"))),
                 "doc.a|doc.b.c[0]|doc.b.c[1].d\n1|x|true\n");
}

Test(json_walk, goes_sixteen_elements_into_arrays_below_two_stars)
{
    scanned made = scan_text("{\"d\": [0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]}", NULL, FIELDS(SYMBOL("d.**")));
    cr_expect_eq(whisker_table_columns(made.table), 16);
    cr_expect_eq(whisker_table_find(made.table, "d[15]", 5), 15);
    scanned_free(&made);
}

Test(json_walk, leaves_out_the_columns_beyond_the_limit)
{
    whisker_scan_options options = {.size = sizeof options, .max_columns = 2};
    scanned made = scan_text("{\"a\": 1, \"b\": 2, \"c\": 3, \"d\": 4}", &options, FIELDS(REAL("*")));
    expect_problem(&made, 0, WHISKER_TOO_LARGE,
                   "1 x2: wildcards met more than 2 names; what stands under the others is left out");
    expect_table(made, "a|b\n1|2\n");
}

Test(json_walk, makes_no_column_of_two_kinds)
{
    scanned made = scan_text("{\"a\": 1, \"b\": 2}", NULL, FIELDS(SYMBOL("a"), REAL("*")));
    expect_problem(&made, 0, WHISKER_CONFLICT, "1 x1: column \"a\" holds text already");
    expect_table(made, "a|b\n1|2\n");
}

/* ---- rows inside a value ---- */

static const char leaderboards[] =
    "{\"leaderboards\": [\n"
    "  {\"name\": \"bash\", \"results\": [\n"
    "     {\"per_instance_details\": {\"django__1\": {\"resolved\": true}, \"sympy__2\": {\"resolved\": false}}, \"name\": \"A\"},\n"
    "     {\"name\": \"B\", \"per_instance_details\": null},\n"
    "     {\"name\": \"C\", \"cost\": 2.5, \"per_instance_details\": {\"django__1\": {\"resolved\": true}}}]},\n"
    "  {\"results\": [{\"per_instance_details\": {\"x\": {}}}], \"name\": \"late\"}]}";

Test(json_walk, finds_rows_anywhere_and_gives_them_what_stands_around)
{
    expect_table(scan_text(leaderboards, with_rows("leaderboards.*.results.*.per_instance_details.*"),
                           FIELDS(SYMBOL_AS("@", "item"), REAL("resolved"), SYMBOL_AS("^.^.name", "run"),
                                  SYMBOL_AS("^.^.^.^.name", "board"), REAL_AS("^.^.cost", "cost"), SYMBOL_AS("@1", "r"),
                                  REAL_AS("@2", "l"), REAL_AS("@3", "value"))),
                 "item|resolved|run|board|cost|r|l|value\n"
                 "django__1|1|A|bash||0|0|0\n"
                 "sympy__2|0|A|bash||0|0|0\n"
                 "django__1|1|C|bash|2.5|2|0|0\n"
                 "x|||late||0|1|0\n");
}

Test(json_walk, reads_scalars_as_rows)
{
    expect_table(scan_text("{\"resolved\": [\"a\", \"b\"], \"n\": 3, \"none\": []}", with_rows("*.*"),
                           FIELDS(SYMBOL_AS(".", "id"), SYMBOL_AS("@1", "list"))),
                 "id|list\na|resolved\nb|resolved\n");
    expect_table(scan_text("{\"i1\": true, \"i2\": false, \"i3\": null}", with_rows("*"),
                           FIELDS(SYMBOL_AS("@", "item"), REAL_AS(".", "x"))),
                 "item|x\ni1|1\ni2|0\ni3|\n");
}

Test(json_walk, lets_the_last_of_equal_keys_have_the_row)
{
    expect_table(scan_text("{\"b\": {\"x\": 1, \"y\": 1}, \"a\": {\"x\": 2}, \"b\": {\"x\": 3}}", with_rows("*"),
                           FIELDS(SYMBOL_AS("@", "item"), REAL("x"), REAL("y"))),
                 "item|x|y\nb|3|\na|2|\n");
    expect_table(scan_text("{\"r\": [{\"x\": 1}, {\"x\": 2}], \"r\": [{\"x\": 3}]}", with_rows("r.*"), FIELDS(REAL("x"))),
                 "x\n3\n");
    expect_table(scan_text("[{\"k\": {\"x\": 1}}, {\"k\": {\"x\": 2}}]", with_rows("*.*"), FIELDS(SYMBOL("@"), REAL("x"))),
                 "@|x\nk|1\nk|2\n");
}

Test(json_walk, takes_the_elements_of_an_array_as_rows_unless_told)
{
    expect_table(scan_text("[{\"x\": 1}, {\"x\": 2}]", NULL, FIELDS(REAL("x"), SYMBOL("@"))), "x|@\n1|0\n2|1\n");
    expect_table(scan_text("[{\"x\": 1}, {\"x\": 2}]", with_rows(""), FIELDS(REAL("*.x"))), "[0].x|[1].x\n1|2\n");
    expect_table(scan_text("[{\"x\": 1}, {\"x\": 2}]", with_rows("."), FIELDS(REAL("[1].x"))), "[1].x\n2\n");
    expect_table(scan_text("{\"a\": [5, 6]}", with_rows("a[1]"), FIELDS(REAL("."))), ".\n6\n");
}

Test(json_walk, skips_rows_that_cannot_hold_the_fields)
{
    scanned made = scan_text("[{\"x\": 1}, 2, null, [3], \"t\", {\"y\": 1}]", NULL, FIELDS(REAL("x")));
    cr_expect_eq(made.result.skipped, 4);
    expect_problem(&made, 0, WHISKER_MALFORMED, "1 x1: a row is a number, which has none of the declared fields");
    expect_problem(&made, 1, WHISKER_MALFORMED, "1 x1: a row is null, which has none of the declared fields");
    expect_table(made, "x\n1\n\n");
}

Test(json_walk, applies_rows_to_each_line)
{
    whisker_scan_options options = {.size = sizeof options, .rows = "runs.*"};
    expect_table(scan_text("{\"q\": \"one\", \"runs\": {\"m1\": {\"ok\": true}, \"m2\": {\"ok\": false}}}\n"
                           "{\"runs\": {\"m1\": {\"ok\": false}}, \"q\": \"two\"}\n",
                           &options,
                           FIELDS(SYMBOL_AS("@", "model"), SYMBOL_AS("@1", "line"), REAL("ok"), SYMBOL_AS("^.^.q", "q"))),
                 "model|line|ok|q\nm1|0|1|one\nm2|0|0|one\nm1|1|0|two\n");
}

/* ---- what is refused before anything is read ---- */

static void expect_refusal(const char *rows, whisker_field field, const char *text)
{
    expect_failure(scan_text("{}", with_rows(rows), &field, 1), WHISKER_BAD_ARGUMENT, 0, text);
}

Test(json_walk, refuses_paths_that_lead_nowhere)
{
    expect_refusal(NULL, (whisker_field)REAL("a..b"), "path \"a..b\", character 3: a name is missing");
    expect_refusal(NULL, (whisker_field)REAL("@1"), "path \"@1\": the way to the rows holds only 0 wildcards");
    expect_refusal(NULL, (whisker_field)REAL("^.x"), "path \"^.x\" leaves the value: rows stand 0 levels deep");
    expect_refusal("a.*", (whisker_field)REAL("^.^.^.x"), "path \"^.^.^.x\" leaves the value: rows stand 2 levels deep");
    expect_refusal("a.**", (whisker_field)REAL("x"), "rows \"a.**\": @, ^ and ** do not lead to rows");
    expect_refusal("a..", (whisker_field)REAL("x"), "path \"a..\", character 3: a name is missing");
    whisker_field no_kind = {.size = sizeof no_kind, .path = "x"};
    expect_refusal(NULL, no_kind, "field \"x\": its kind is neither symbol nor real");
    cr_expect_eq(whisker_scan_text(NULL, "t", "{}", 2, 0, NULL, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
}

Test(json_walk, refuses_options_out_of_range)
{
    whisker_scan_options options = {.size = sizeof options, .syntax = 9};
    scanned made = scan_text("{}", &options, FIELDS(REAL("x")));
    cr_expect_eq(made.status, WHISKER_BAD_OPTION);
    scanned_free(&made);
    options = (whisker_scan_options){.size = sizeof options, .max_depth = -1};
    made = scan_text("{}", &options, FIELDS(REAL("x")));
    cr_expect_eq(made.status, WHISKER_BAD_OPTION);
    scanned_free(&made);
}

Test(json_walk, passes_a_column_of_another_kind_on_as_a_conflict)
{
    expect_failure(scan_text("{}", NULL, FIELDS(REAL("x"), SYMBOL("x"))), WHISKER_CONFLICT, 0,
                   "column \"x\" holds numbers already");
}
