// The public header alone, as a C++ program would include it.
#include "whisker.h"

int main()
{
    whisker_mean_options options = {};
    options.size = sizeof options;
    return options.size == 0;
}
