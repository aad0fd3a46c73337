/* Memory that runs out at any one allocation: the call says so or does its work, nothing is lost that was kept before,
 * and nothing is held after close. This program is everybody's malloc. */
#include "host.h"
#include "tap.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
int main(void)
{
    puts("1..0 # SKIP the sanitizer has a malloc of its own");
    return 0;
}
#else

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

static long until_failure = -1, live; /* allocations that still succeed (-1: all), blocks held */

static int fails(void)
{
    return until_failure >= 0 && until_failure-- == 0;
}

static void *counted(void *block)
{
    live += block != NULL;
    return block;
}

void *malloc(size_t size) { return fails() ? NULL : counted(__libc_malloc(size)); }
void *calloc(size_t count, size_t size) { return fails() ? NULL : counted(__libc_calloc(count, size)); }

void *realloc(void *block, size_t size)
{
    if (size > 0 && fails())
        return NULL;
    void *moved = __libc_realloc(block, size);
    live += (block == NULL && moved != NULL) - (block != NULL && size == 0);
    return moved;
}

void free(void *block)
{
    live -= block != NULL;
    __libc_free(block);
}

/* ---- */

static const char config[] = "return { cluster = 'passage', stop = { half_width = 0.1 },"
                             " on_sample = function(sample) sample.keys.new = 'x' end,"
                             " on_progress = function() end, on_finish = function() end }";

/* How often a push failed for another reason than memory. */
static int others;

static int is_pushed(int32_t status)
{
    others += status != WHISKER_OK && status != WHISKER_NO_MEMORY;
    return status == WHISKER_OK;
}

/* One step of a host; 1 when it went well. */
typedef int step(whisker_session **session, const char *config);

static int open_step(whisker_session **session, const char *text)
{
    whisker_session_options options = {.size = sizeof options, .config_text = text};
    return whisker_session_open(&options, session, NULL) == WHISKER_OK;
}

static int push_step(whisker_session **session, const char *text)
{
    static const char json[] = "{\"item\":\"2\",\"scores\":{\"metric\":0}}";
    int64_t run;
    (void)text;
    return is_pushed(whisker_session_begin(*session, "task", "run", "{\"a\":1}", &run, NULL)) &&
           is_pushed(push(*session, run, "item", "1", "metric", 1, "passage")) &&
           is_pushed(whisker_session_push_json(*session, run, json, strlen(json), NULL));
}

static int progress_step(whisker_session **session, const char *text)
{
    int64_t run;
    whisker_progress progress = {.size = sizeof progress, .fixed.size = sizeof progress.fixed};
    (void)text;
    return whisker_session_begin(*session, "task", "run", NULL, &run, NULL) == WHISKER_OK &&
           whisker_session_progress(*session, run, NULL, &progress, NULL) == WHISKER_OK;
}

static int finish_step(whisker_session **session, const char *text)
{
    const char *report;
    (void)text;
    return whisker_session_finish(*session, NULL, NULL) == WHISKER_OK &&
           whisker_session_report(*session, "terminal", 0, &report, NULL, NULL) == WHISKER_OK;
}

/* Take the step with the n-th allocation failing, for n = 0, 1, ... until it goes well with none failing. */
static int survives(step *take, const char *text, int n_before)
{
    static step *const steps[] = {open_step, push_step, progress_step, finish_step};
    for (long n = 0; n < 200000; n += n < 300 ? 1 : 37) {
        long before = live;
        whisker_session *session = NULL;
        int well = 1;
        for (int i = 0; i < n_before; i++)
            well = well && steps[i](&session, text);
        until_failure = n;
        int went_well = well && take(&session, text), has_failed = until_failure < 0;
        until_failure = -1;
        if (session != NULL && (!push_step(&session, text) || !finish_step(&session, text)))
            return passes("the session is well afterwards", 0, "allocation %ld", n);
        whisker_session_close(session);
        if (live != before)
            return passes("nothing is held after close", 0, "allocation %ld: %ld blocks", n, live - before);
        if (went_well && !has_failed)
            return 1;
    }
    return 0;
}

int main(void)
{
    static const char *const names[] = {"open", "push", "progress", "finish"};
    static step *const steps[] = {open_step, push_step, progress_step, finish_step};
    setvbuf(stdout, NULL, _IONBF, 0);
    for (int i = 0; i < 4; i++) {
        passes(names[i], survives(steps[i], config, i), "%s", "with hooks");
        passes(names[i], survives(steps[i], "return {}", i), "%s", "without hooks");
    }
    same_count("a push fails for want of memory and of nothing else", others, 0);
    return tap_end();
}

#endif
