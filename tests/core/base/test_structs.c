#include "base/structs.h"

#include <criterion/criterion.h>

#include <string.h>

/* A struct as this library knows it, and as an older and a newer caller do. */
typedef struct known { uint32_t size; int32_t first; double second; } known;
typedef struct older { uint32_t size; int32_t first; } older;
typedef struct newer { uint32_t size; int32_t first; double second, third; } newer;

static int32_t load(known *own, const void *given, whisker_error *error)
{
    memset(own, 0xff, sizeof *own);
    return struct_load(own, sizeof *own, given, "known", error);
}

Test(structs, load_what_the_caller_has_and_zero_for_the_rest)
{
    known own;
    cr_assert_eq(load(&own, &(known){sizeof own, 7, 2.5}, NULL), WHISKER_OK);
    cr_assert(own.first == 7 && own.second == 2.5);
    cr_assert_eq(load(&own, &(older){sizeof(older), 7}, NULL), WHISKER_OK);
    cr_assert(own.first == 7 && own.second == 0);
    cr_assert_eq(load(&own, &(newer){sizeof(newer), 7, 2.5, 0}, NULL), WHISKER_OK);
    cr_assert(own.first == 7 && own.second == 2.5);
    cr_assert_eq(load(&own, NULL, NULL), WHISKER_OK);
    cr_assert(own.size == 0 && own.first == 0 && own.second == 0);
}

Test(structs, refuse_what_they_do_not_know)
{
    known own;
    whisker_error error;
    cr_assert_eq(load(&own, &(newer){sizeof(newer), 7, 2.5, -0.0}, &error), WHISKER_BAD_OPTION, "any set bit counts");
    cr_assert_str_eq(error.text, "known sets a field that this version of libwhisker does not know");
    cr_assert_eq(load(&own, &(known){0}, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_str_eq(error.text, "known.size is not set; it must be sizeof(known)");
    cr_assert_eq(load(&own, &(known){.size = 0xfefefefe}, &error), WHISKER_BAD_ARGUMENT, "a size that was never set");
}

Test(structs, store_as_much_as_the_caller_holds)
{
    const known own = {99, 7, 2.5};
    struct { older out; double guard; } short_out = {{sizeof(older), 0}, 1.5};
    struct_store(&short_out.out, &own, sizeof own);
    cr_assert(short_out.out.size == sizeof(older) && short_out.out.first == 7 && short_out.guard == 1.5);
    newer long_out = {sizeof(newer), 0, 0, 4.5};
    struct_store(&long_out, &own, sizeof own);
    cr_assert(long_out.size == sizeof(newer) && long_out.first == 7 && long_out.second == 2.5);
    cr_assert_eq(long_out.third, 4.5);
}

Test(structs, check_the_place_of_a_result)
{
    cr_assert_eq(struct_check(NULL, "known", NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(struct_check(&(known){0}, "known", NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(struct_check(&(known){3, 0, 0}, "known", NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(struct_check(&(known){.size = sizeof(known)}, "known", NULL), WHISKER_OK);
}
