/* What the tests of sessions share: a host that is quick to write. Whatever fails where a test does not look for it ends
 * the program. */
#ifndef WHISKER_TESTS_PLUGIN_HOST_H
#define WHISKER_TESTS_PLUGIN_HOST_H

#include "whisker_plugin.h"

/* With the text of a config (NULL: none) and a journal (NULL: none). */
whisker_session *open_session(const char *config, const char *journal);
int64_t begin(whisker_session *session, const char *task, const char *run);
/* passage NULL: no keys */
int32_t push(whisker_session *session, int64_t run, const char *item, const char *draw, const char *metric, double score,
             const char *passage);
/* The report as text of its own; free it. */
char *report(whisker_session *session, const char *format);
/* The same without what it says of its inputs. */
char *report_without_inputs(whisker_session *session);
/* What follows the inputs in a JSON report; within it. */
char *after_inputs(char *json);
/* Does the report in that format hold this? */
int reports(whisker_session *session, const char *format, const char *part);

/* The text of the first problem that holds `part`, with "line:" and "count x" before it; "" when there is none. The
 * buffer is the caller's, of 1000 bytes. */
const char *problem(whisker_session *session, const char *part, char *buffer);

/* A name of its own in the scratch folder of this program; free it. */
char *scratch_path(const char *name);
void write_file(const char *path, const char *text);
char *read_file(const char *path);
char *output_of(const char *command);

/* Numbers that are the same everywhere: a generator by Steele and Vigna (splitmix64), in [0, 1). */
double chance(uint64_t *state);

#endif
