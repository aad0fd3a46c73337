/* Which process made a thing. A child made by fork finds the mark gone. */
#ifndef WHISKER_PLUGIN_FORK_MARK_H
#define WHISKER_PLUGIN_FORK_MARK_H

#include <stdint.h>

/* Asking the system who one is costs more than a push: where it can, the system itself wipes the mark in a child. */
typedef struct fork_mark {
    const int *page; /* of 1, in a child of 0; NULL: compare processes */
    int64_t process;
} fork_mark;

void fork_mark_set(fork_mark *mark);
int fork_mark_is_ours(const fork_mark *mark);
void fork_mark_free(fork_mark *mark);

#endif
