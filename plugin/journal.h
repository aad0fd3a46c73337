/* The journal of a session: a JSON line for each sample that was kept, written before the push returns, so that a host
 * that dies loses nothing. lua/whisker/formats/journal.lua shows a line. */
#ifndef WHISKER_PLUGIN_JOURNAL_H
#define WHISKER_PLUGIN_JOURNAL_H

#include "draws.h"
#include "problems.h"

typedef struct journal {
    char *path;       /* NULL: there is none */
    int file;
    int is_cut;       /* the last line lacks its end: begin the next one on a line of its own */
    char *line;
    int64_t capacity;
    int64_t length;
} journal;

/* Open or make the journal and take in what it holds. Lines that cannot be read, such as a last one that was cut off,
 * become problems of the table, or of the session when there is nothing else. Statuses: CANNOT_READ (also a file that is
 * no journal), NO_MEMORY. */
int32_t journal_open(journal *journal, const char *path, const draws *draws, session_problems *problems,
                     whisker_error *error);
/* Write one line with one write. Statuses: CANNOT_READ, NO_MEMORY. */
int32_t journal_write(journal *journal, const char *task, const char *run, const whisker_sample *sample,
                      whisker_error *error);
/* Wait until the disk has it. */
void journal_sync(const journal *journal);
void journal_close(journal *journal);

#endif
