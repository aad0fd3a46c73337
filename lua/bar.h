/* The bar of the program: how far a long work is, on a terminal, drawn by a thread of its own while Lua is busy. */
#ifndef WHISKER_LUA_BAR_H
#define WHISKER_LUA_BAR_H

#include <whisker.h>

typedef struct bar bar;

/* Nothing is drawn before the first part has lasted for a second. NULL when there is no memory. */
bar *bar_new(whisker_work *work);
/* The work in hand is the part from .. to of all, in 0 .. 1, and is called `text`; NULL: as before. */
void bar_show(bar *bar, double from, double to, const char *text);
/* Leave the line as it was found. The next part is the first again. */
void bar_clear(bar *bar);
void bar_free(bar *bar);

#endif
