/* The public header alone, as a C program would include it. */
#include "whisker.h"

int main(void)
{
    whisker_mean_options options = {.size = sizeof options, .level = 0.9};
    return options.size == 0;
}
