#include "data/problems.h"

#include "data/table.h"

#include <criterion/criterion.h>

#include <stdio.h>

static whisker_table *new_table(void)
{
    whisker_table *table = NULL;
    cr_assert_eq(whisker_table_new(NULL, &table, NULL), WHISKER_OK);
    return table;
}

static void add(whisker_table *table, const char *source, int32_t status, int64_t line, const char *text)
{
    cr_assert_eq(problems_add(table, source, status, line, text, NULL), WHISKER_OK);
}

static whisker_problem get(const whisker_table *table, int32_t index)
{
    whisker_problem problem = {.size = sizeof problem};
    cr_assert_eq(whisker_table_problem(table, index, &problem), WHISKER_OK);
    return problem;
}

Test(problems, of_one_kind_in_one_source_are_one_entry)
{
    whisker_table *table = new_table();
    cr_assert_eq(whisker_table_problems(table), 0);
    add(table, "a.jsonl", WHISKER_MALFORMED, 7, "no value");
    add(table, "a.jsonl", WHISKER_MALFORMED, 9, "no value");
    add(table, "b.jsonl", WHISKER_MALFORMED, 2, "no value");
    add(table, "a.jsonl", WHISKER_TOO_DEEP, 3, "no value");
    add(table, "a.jsonl", WHISKER_MALFORMED, 4, "cut short");
    add(table, "a.jsonl", WHISKER_MALFORMED, 12, "no value");
    cr_assert_eq(whisker_table_problems(table), 4);
    whisker_problem first = get(table, 0), second = get(table, 1), third = get(table, 2), fourth = get(table, 3);
    cr_assert(first.line == 7 && first.count == 3 && first.status == WHISKER_MALFORMED);
    cr_assert_str_eq(first.source, "a.jsonl");
    cr_assert_str_eq(first.text, "no value");
    cr_assert(second.line == 2 && second.count == 1);
    cr_assert_str_eq(second.source, "b.jsonl");
    cr_assert(third.status == WHISKER_TOO_DEEP && third.count == 1);
    cr_assert_str_eq(fourth.text, "cut short");
    cr_assert_eq(whisker_table_symbols(table), 0, "texts of problems are no symbols of cells");
    whisker_table_free(table);
}

Test(problems, beyond_the_cap_are_counted_in_one)
{
    whisker_table *table = new_table();
    char text[32];
    for (int i = 0; i < MOST_PROBLEMS + 500; i++) {
        snprintf(text, sizeof text, "problem %d", i);
        add(table, "a", WHISKER_MALFORMED, i, text);
    }
    add(table, "a", WHISKER_MALFORMED, 1, "problem 3");
    cr_assert_eq(whisker_table_problems(table), MOST_PROBLEMS + 1);
    cr_assert_eq(get(table, 3).count, 2);
    cr_assert_eq(get(table, MOST_PROBLEMS - 1).count, 1);
    cr_assert_eq(get(table, MOST_PROBLEMS).count, 500);
    cr_assert_eq(get(table, MOST_PROBLEMS).line, 0);
    cr_assert_leq(table->problems.texts.count, MOST_PROBLEMS + 3, "what is not listed is not kept");
    whisker_table_free(table);
}

Test(problems, refuse_an_index_that_is_not_there)
{
    whisker_table *table = new_table();
    add(table, "a", WHISKER_MALFORMED, 0, "x");
    whisker_problem problem = {.size = sizeof problem};
    cr_assert_eq(whisker_table_problem(table, 1, &problem), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_problem(table, -1, &problem), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_problem(table, 0, NULL), WHISKER_BAD_ARGUMENT);
    problem.size = 0;
    cr_assert_eq(whisker_table_problem(table, 0, &problem), WHISKER_BAD_ARGUMENT);
    whisker_table_free(table);
}
