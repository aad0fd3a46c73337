/* A unit test that reads past an array: the run must fail under AddressSanitizer, in Criterion's child as elsewhere. */
#include <criterion/criterion.h>

Test(faults, overflow)
{
    volatile int past_the_end = 4;
    int array[4] = {0};
    cr_assert(array[past_the_end] != 1234567);
}
