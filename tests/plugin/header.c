/* The public header alone, as a C program would include it. */
#include "whisker_plugin.h"

int main(void)
{
    whisker_session_options options = {.size = sizeof options, .config_text = "return {}"};
    return options.size == 0;
}
