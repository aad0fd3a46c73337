#include "scan/paths.h"

#include <criterion/criterion.h>

#include <string.h>

static whisker_arena *arena;

static void open_arena(void)
{
    cr_assert_eq(whisker_arena_new(NULL, &arena, NULL), WHISKER_OK);
}

static void close_arena(void)
{
    whisker_arena_free(arena);
}

TestSuite(paths, .init = open_arena, .fini = close_arena);

static path parse(const char *text)
{
    path path;
    whisker_error error = {.text = ""};
    cr_assert_eq(path_parse(&path, text, arena, &error), WHISKER_OK, "%s", error.text);
    return path;
}

static void expect_name(const path *path, int32_t step, const char *name)
{
    cr_assert_lt(step, path->n_steps);
    cr_expect_eq(path->steps[step].kind, STEP_NAME);
    cr_expect_eq(path->steps[step].length, strlen(name));
    cr_expect(memcmp(path->steps[step].name, name, strlen(name)) == 0);
}

Test(paths, leads_over_names_and_elements)
{
    path path = parse("resps[0][12].doc id");
    cr_assert_eq(path.n_steps, 4);
    expect_name(&path, 0, "resps");
    cr_expect(path.steps[1].kind == STEP_INDEX && path.steps[1].index == 0);
    cr_expect(path.steps[2].kind == STEP_INDEX && path.steps[2].index == 12);
    expect_name(&path, 3, "doc id");
    path = parse("[3].x");
    cr_assert_eq(path.n_steps, 2);
    cr_expect(path.steps[0].kind == STEP_INDEX && path.steps[0].index == 3);
}

Test(paths, takes_a_character_after_a_backslash_as_it_is)
{
    path path = parse("acc\\.norm,none.\\*.\\@x.a\\\\b.\\[0]");
    cr_assert_eq(path.n_steps, 5);
    expect_name(&path, 0, "acc.norm,none");
    expect_name(&path, 1, "*");
    expect_name(&path, 2, "@x");
    expect_name(&path, 3, "a\\b");
    expect_name(&path, 4, "[0]");
    path = parse("\\^");
    expect_name(&path, 0, "^");
}

Test(paths, knows_wildcards)
{
    path path = parse("scores.*.value.**");
    cr_assert_eq(path.n_steps, 4);
    cr_expect_eq(path.steps[1].kind, STEP_ANY);
    cr_expect_eq(path.steps[3].kind, STEP_DEEP);
    cr_expect_eq(path_wildcards(&path), 2);
    path = parse("*[2]");
    cr_expect(path.n_steps == 2 && path.steps[0].kind == STEP_ANY && path.steps[1].index == 2);
}

Test(paths, knows_the_row_itself_its_position_and_the_way_up)
{
    path path = parse(".");
    cr_expect(path.n_steps == 0 && path.up == 0 && path.position == -1);
    path = parse("@");
    cr_expect(path.n_steps == 0 && path.position == 0);
    path = parse("@12");
    cr_expect_eq(path.position, 12);
    path = parse("^.^.name");
    cr_expect(path.up == 2 && path.n_steps == 1 && path.position == -1);
    expect_name(&path, 0, "name");
}

Test(paths, says_where_a_path_is_wrong)
{
    static const struct {
        const char *path, *text;
    } wrong[] = {
        {"", "path \"\", character 1: it is empty (\".\" is the row's own value)"},
        {"a..b", "path \"a..b\", character 3: a name is missing"},
        {"a.", "path \"a.\", character 3: a name is missing"},
        {".a", "path \".a\", character 1: a name is missing"},
        {"a[x]", "path \"a[x]\", character 3: a number should stand here"},
        {"a[1", "path \"a[1\", character 4: the [ is not closed"},
        {"a[1]b", "path \"a[1]b\", character 5: after ] a \".\" or [ should stand"},
        {"a[99999999999]", "path \"a[99999999999]\", character 12: the number is too large"},
        {"acc*", "path \"acc*\", character 4: a * stands for a whole name (\\* is the character)"},
        {"*x", "path \"*x\", character 2: a * stands for a whole name (\\* is the character)"},
        {"***", "path \"***\", character 3: a * stands for a whole name (\\* is the character)"},
        {"**.x", "path \"**.x\", character 3: nothing can follow **"},
        {"x\\", "path \"x\\\", character 3: nothing follows the \\"},
        {"@type", "path \"@type\", character 2: a number should stand here"},
        {"@1.x", "path \"@1.x\", character 3: nothing can follow @ and its number (\\@ is the character in a name)"},
        {"^", "path \"^\", character 2: after ^ a \".\" and a name should stand"},
        {"^.", "path \"^.\", character 3: a name is missing"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        path path;
        whisker_error error = {.text = ""};
        cr_expect_eq(path_parse(&path, wrong[i].path, arena, &error), WHISKER_BAD_ARGUMENT, "%s", wrong[i].path);
        cr_expect_str_eq(error.text, wrong[i].text);
    }
    path path;
    cr_expect_eq(path_parse(&path, NULL, arena, NULL), WHISKER_BAD_ARGUMENT);
}

Test(paths, refuses_a_path_of_any_length)
{
    char text[8000];
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '\0';
    path path;
    cr_expect_eq(path_parse(&path, text, arena, NULL), WHISKER_BAD_ARGUMENT);
}
