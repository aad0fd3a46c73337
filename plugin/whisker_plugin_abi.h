/* libwhisker_plugin: a harness pushes its samples as they are scored, a Lua config decides keys, pairs and report.
 *
 * The rules of whisker_core_abi.h hold here too: statuses, size-first structs, borrowed inputs, NaN for undefined,
 * no globals, no printing, no exit. Its types are used as they are; a caller loads both texts, that one first.
 *
 *   Threads   A session may be used by any number of threads at once; each call takes the session's lock for its
 *             length. A call that runs Lua (begin, progress, finish, report, and push when the config has on_sample)
 *             runs it on the calling thread.
 *   Forks     A session is of the process that opened it. In a child made by fork every call answers BAD_ARGUMENT at
 *             once, whoever held the lock; whisker_session_problems is 0, and closing does nothing.
 *   Hooks     Functions of the config, each of which may be left out. An error in one is a problem of the session, with
 *             its line, and nothing more.
 *             on_sample(sample)      task, run, item, draw, metric, score (nil: not scored), keys, metadata (of the run).
 *                                    What it writes to item, draw, metric, score and keys is kept; return false, "why"
 *                                    drops the sample, counted by reason.
 *             on_progress(progress)  task, run, metric, n_draws, n_items, estimate, se, ci, anytime, should_stop, and with
 *                                    a baseline: baseline, n_paired, difference, difference_se, difference_anytime.
 *             on_finish(results, doc)  before the report is written: results as in the JSON, and the document,
 *                                    { title, blocks = { { kind = "paragraph", text = ... }, ... } }. Both may be edited.
 *   Lua       The library carries Lua 5.4 by way of liblua5.4. A process that exports another Lua to everybody (LuaJIT,
 *             OpenResty, Neovim) would bind its functions to the wrong one; whisker_session_open sees this and answers
 *             WHISKER_UNSUPPORTED. Such a process uses libwhisker and the Lua layer over FFI.
 */

/* ==== version =========================================================================================== */

enum { WHISKER_PLUGIN_ABI_MAJOR = 1, WHISKER_PLUGIN_ABI_MINOR = 1 };

/* (major << 16) | minor of the loaded library. */
uint32_t whisker_plugin_abi_version(void);

/* ==== session =========================================================================================== */

typedef struct whisker_session whisker_session;

/* config_path names a config file, or config_text is one (config_name stands for it in messages); neither: no keys,
 * all pairs, report on demand. A session's config needs no `data`. */
typedef struct whisker_session_options {
    uint32_t size;
    uint32_t reserved;
    const char *config_path;
    const char *config_text;
    const char *config_name;
    const char *const *arguments; /* "name=value" texts for the config's `arguments`, ended by NULL; NULL: none */
    const char *journal;          /* path of a journal, instead of the config's `journal`; NULL: as the config says */
    const char *const *extensions; /* paths of shared objects with statistics of their own, ended by NULL; NULL: none. They
                                   * run with the rights of the process, so no config can name one. Since 1.1 */
} whisker_session_options;

/* Open a session. When the journal exists already its samples are taken in first, as they were kept (on_sample does not
 * see them again): a host that died loses nothing that had been pushed. A relative path of a journal, a report or an
 * extension starts from the process's working folder. Statuses: BAD_OPTION (the config, with its line), CANNOT_READ
 * (journal, extension),
 * UNSUPPORTED (another Lua in the process), NO_MEMORY. */
int32_t whisker_session_open(const whisker_session_options *options, whisker_session **session, whisker_error *error);
/* Close without a report, when no other thread uses the session any more. NULL is allowed. */
void whisker_session_close(whisker_session *session);

/* ==== runs and samples ================================================================================== */

/* Begin (or, with the same task and run, resume) a run of a system on a task. metadata: a JSON object, which hooks and
 * templates see as a flat table of texts (sample.metadata, results.runs), or NULL; a journal does not hold it. *id names
 * the run in later calls. Statuses: BAD_ARGUMENT, MALFORMED (metadata), NO_MEMORY. */
int32_t whisker_session_begin(whisker_session *session, const char *task, const char *run, const char *metadata,
                              int64_t *id, whisker_error *error);

/* One scored draw of an item. */
typedef struct whisker_sample {
    uint32_t size;
    int32_t n_keys;
    const char *item;              /* its id within the task */
    const char *draw;              /* epoch or repeat; NULL: the item has one draw */
    const char *metric;            /* NULL: "score" */
    double score;                  /* NaN: the draw could not be scored; counted, never 0 */
    const char *const *key_names;  /* n_keys fields that could be clusters ("passage_id"), and their values; a NULL value
                                    * is none. Not: task, run, item, draw, variant, weight:, names in score: */
    const char *const *key_values;
} whisker_sample;

/* Push a draw: the hot path, under a microsecond without a journal or an on_sample hook. A draw that was pushed before
 * (same run, item, draw and metric) is replaced, and counted. A run that has ended still takes samples. Statuses:
 * BAD_ARGUMENT, TOO_LARGE (over 4000 different keys), CANNOT_READ (the journal cannot be written; the sample is kept in
 * memory), NO_MEMORY. What a hook drops or gets wrong is a problem of the session, never a failure of the push. */
int32_t whisker_session_push(whisker_session *session, int64_t id, const whisker_sample *sample, whisker_error *error);

/* The same from JSON: {"item": ..., "draw": ..., "scores": {"acc": 1}, "keys": {"passage_id": "p1"}}, or "metric" and
 * "score" in place of "scores". Scores are numbers, also in quotes, true, false or null; other fields are passed over.
 * Statuses: MALFORMED, and those of push; TOO_LARGE and BAD_ENCODING as whisker_scan_text. */
int32_t whisker_session_push_json(whisker_session *session, int64_t id, const char *json, size_t length,
                                  whisker_error *error);

/* ==== progress ========================================================================================== */

/* What is known so far of a run and a metric. `fixed` is the interval for a number of items fixed beforehand, which
 * does not hold for somebody who watches and stops when it pleases; `anytime_*` does (M8.2, betting), for scores within
 * the config's estimate.range, else 0 .. 1, as long as the order in which items come does not look at their scores.
 *
 * Observations  An item is observed when its first scored draw comes; of two runs, when both have one. Draws that come
 *               later, or again, change `fixed` and are no observations.
 * Clusters      Where the config (or the benchmark's card) has a cluster key, an observation is the mean of a cluster. It
 *               is made when an item of another cluster comes, or the run ends; items that come to a cluster after that
 *               are left out, so push clusters one after the other. The target is the mean of cluster means, which is not
 *               that of `fixed` when large clusters are easier. Two keys at once: NaN.
 * Stopping      stop = { half_width = .02 }: half the anytime interval of the score is at most that wide.
 *               stop = { baseline = "run", margin = 0 }: the anytime interval of the difference from the baseline lies
 *               beyond the margin on either side, or within it. Also: metric (the one that is asked for), level, min_items
 *               (1). Each run and each metric errs with probability 1 - level at most; nothing is adjusted for several.
 * Cost          That of a report of this task and metric; what is already observed is not gone through again. */
typedef struct whisker_progress {
    uint32_t size;
    int32_t should_stop;               /* 1: the config's stopping rule has fired, the run may end here */
    int64_t n_draws;
    whisker_estimate fixed;            /* of the mean so far; fixed.size is set by the caller */
    double anytime_lower, anytime_upper; /* NaN: some score lies outside the range (a problem says so), two keys; lower >
                                          * upper as in whisker_sequence_state */
    /* Against the config's baseline (or the only other run of the task) on the items that both have so far; NaN and 0
     * when there is none. */
    int64_t n_paired;
    double difference, difference_standard_error;
    double difference_anytime_lower, difference_anytime_upper;
} whisker_progress;

/* metric NULL: the first that was pushed. out->size and out->fixed.size must be set. Statuses: NO_DATA, BAD_ARGUMENT. */
int32_t whisker_session_progress(whisker_session *session, int64_t id, const char *metric, whisker_progress *out,
                                 whisker_error *error);

/* ==== ends ============================================================================================== */

/* The run has all its samples: a journal is written out to the disk. Optional. */
int32_t whisker_session_end(whisker_session *session, int64_t id, whisker_error *error);

/* Analyse, run on_finish, write the files that the config's report names. May be called again after more samples.
 * *gate_passed: 1, 0 when the config's gate failed, -1 without a gate; NULL allowed. Statuses: NO_DATA, BAD_OPTION,
 * CANNOT_READ (a report file cannot be written). */
int32_t whisker_session_finish(whisker_session *session, int32_t *gate_passed, whisker_error *error);

/* The report as text: format "terminal", "markdown", "csv", "json" or another that report files have; columns 0: 80.
 * After finish it is what on_finish left; before it, or after more samples, the state of things, without the hook.
 * *text ends in NUL and is borrowed until the next call of report on this session or its close. Statuses: NO_DATA,
 * BAD_OPTION, NO_MEMORY. */
int32_t whisker_session_report(whisker_session *session, const char *format, int32_t columns, const char **text,
                               size_t *length, whisker_error *error);

/* What went wrong without stopping anything: errors of hooks with their line (BAD_OPTION), samples dropped with the
 * hook's reason (CANCELLED), draws pushed again (CONFLICT), journal lines that could not be read. Counted anew by
 * whisker_session_problems; texts are borrowed until the session closes. Statuses: BAD_ARGUMENT (no such index). */
int32_t whisker_session_problems(whisker_session *session);
int32_t whisker_session_problem(whisker_session *session, int32_t index, whisker_problem *out);
