// The public header alone, as a C++ program would include it.
#include "whisker_plugin.h"

int main()
{
    whisker_session_options options = {};
    options.size = sizeof options;
    return options.size == 0;
}
