/* What a harness does with an installed copy of the plugin: two samples, a report. */
#include <whisker_plugin.h>

#include <stdio.h>
#include <string.h>

int main(void)
{
    whisker_session *session;
    int64_t run;
    const char *text;
    whisker_sample sample = {.size = sizeof sample, .item = "1", .score = 1};
    if (whisker_session_open(NULL, &session, NULL) != WHISKER_OK ||
        whisker_session_begin(session, "task", "run", NULL, &run, NULL) != WHISKER_OK ||
        whisker_session_push(session, run, &sample, NULL) != WHISKER_OK)
        return 1;
    sample.item = "2";
    if (whisker_session_push(session, run, &sample, NULL) != WHISKER_OK ||
        whisker_session_report(session, "json", 0, &text, NULL, NULL) != WHISKER_OK)
        return 1;
    const char *count = strstr(text, "\"n_items\": ");
    printf("n_items\n%d\n", count != NULL ? count[strlen("\"n_items\": ")] - '0' : -1);
    whisker_session_close(session);
    return 0;
}
