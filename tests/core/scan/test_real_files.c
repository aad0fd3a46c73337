/* Real outputs of harnesses: rows and totals as Python's json and zipfile count them. */
#include "fixture.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char not_scores[] = "doc_id\ndoc\ntarget\narguments\nresps\nfiltered_resps\nfilter\nmetrics\ndoc_hash\n"
                                 "prompt_hash\ntarget_hash";

static int32_t column_named(const whisker_table *table, const char *name)
{
    int32_t column = whisker_table_find(table, name, strlen(name));
    cr_assert_neq(column, WHISKER_NO_COLUMN, "no column %s", name);
    return column;
}

/* Sum of a column of numbers where `by` reads `text` (NULL: everywhere); text that is no number counts nothing. */
static double total(const scanned *made, const char *name, const char *by, const char *text)
{
    const double *values = whisker_table_column_reals(made->table, column_named(made->table, name));
    const int32_t *cells = by != NULL ? whisker_table_column_symbols(made->table, column_named(made->table, by)) : NULL;
    int32_t symbol = by != NULL ? whisker_table_symbol(made->table, text, strlen(text)) : WHISKER_NO_SYMBOL;
    double sum = 0;
    for (int64_t row = 0; row < whisker_table_rows(made->table); row++)
        if (!isnan(values[row]) && (by == NULL || cells[row] == symbol))
            sum += values[row];
    return sum;
}

static int64_t count_text(const scanned *made, const char *name, const char *text)
{
    const int32_t *cells = whisker_table_column_symbols(made->table, column_named(made->table, name));
    int32_t symbol = whisker_table_symbol(made->table, text, strlen(text));
    int64_t count = 0;
    for (int64_t row = 0; row < whisker_table_rows(made->table); row++)
        count += symbol != WHISKER_NO_SYMBOL && cells[row] == symbol;
    return count;
}

static void expect_read(const scanned *made, const char *name, int64_t rows)
{
    cr_expect_eq(made->status, WHISKER_OK, "%s: line %lld: %s", name, (long long)made->error.line, made->error.text);
    cr_expect_eq(made->result.last_row, rows, "%s: %lld rows", name, (long long)made->result.last_row);
    cr_expect_eq(made->result.skipped, 0, "%s: %lld skipped", name, (long long)made->result.skipped);
}

/* ---- lm-evaluation-harness ---- */

static scanned scan_samples(const char *name)
{
    const whisker_field fields[] = {
        SYMBOL_AS("doc_id", "item"),
        SYMBOL_AS("filter", "variant"),
        SYMBOL("doc.**"),
        {.size = sizeof(whisker_field), .path = "*", .name = "score:*", .kind = WHISKER_REAL, .except = not_scores},
    };
    return scan_file(shared_file(name), NULL, fields, 4);
}

Test(real_files, lm_eval_samples_of_every_age)
{
    static const struct {
        const char *name, *metric;
        int64_t rows;
        double total;
    } files[] = {
        {"asdiv_llama3-8b-instruct/samples_asdiv_2024-08-21T03-41-58.320355.jsonl", "score:acc", 50, 46},
        {"bias_classification_llama3-8b/samples_bias_classification_2024-06-17T15-44-37.867068.json", "score:acc", 609, 311},
        {"big-refactor_2023_loglikelihood/output_boolq-seq2seq.jsonl", "score:exact_match", 16, 0},
        {"big-refactor_2023_loglikelihood/output_mathqa.jsonl", "score:acc_norm", 16, 3},
        {"big-refactor_2023_loglikelihood/output_pubmed_qa.jsonl", "score:acc", 10, 4},
        {"big-refactor_2023_loglikelihood/output_qnli.jsonl", "score:acc", 16, 7},
        {"big-refactor_2023_loglikelihood/output_winogrande.jsonl", "score:acc", 2, 1},
        {"gsm8k_phi-3-mini/samples_gsm8k_2025-08-07T11-42-40.066002.jsonl", "score:exact_match", 20, 9},
        {"hendrycks_math_phi-3-mini/samples_hendrycks_math_geometry_2025-08-14T17-30-20.695206.jsonl", "score:exact_match",
         479, 0},
        {"negotiationtom_qwen3-8b/samples_negotiationtom_belief_2026-07-08T16-04-34.219874.jsonl", "score:acc", 20, 9},
        {"negotiationtom_qwen3-8b/samples_negotiationtom_desire_2026-07-08T18-15-33.115417.jsonl", "score:acc", 20, 12},
        {"negotiationtom_qwen3-8b/samples_negotiationtom_intention_2026-07-08T16-04-34.219874.jsonl", "score:exact_match", 20,
         4},
        {"pyfade_gemma3-12b/samples_gsm8k_2025-09-09T13-42-42.857006.jsonl", "score:exact_match", 3, 2},
        {"truthfulqa_gen_gptneo/samples_truthfulqa_gen_2025-05-31T14-30-51.983293.jsonl", "score:bleu_max", 20,
         393.6721300223088},
        {"wmdp_v0.4.0_list_format/model__gpt-3.5-turbo-0125_wmdp_cyber.jsonl", "score:exact_match", 100, 100},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char name[300];
        snprintf(name, sizeof name, "lm_eval/%s", files[i].name);
        scanned made = scan_samples(name);
        expect_read(&made, files[i].name, files[i].rows);
        cr_expect_float_eq(total(&made, files[i].metric, NULL, NULL), files[i].total, 1e-10, "%s", files[i].name);
        scanned_free(&made);
    }
}

Test(real_files, lm_eval_filters_are_rows_of_their_own)
{
    scanned made = scan_samples("lm_eval/gsm8k_phi-3-mini/samples_gsm8k_2025-08-07T11-42-40.066002.jsonl");
    cr_expect_eq(total(&made, "score:exact_match", "variant", "strict-match"), 1);
    cr_expect_eq(total(&made, "score:exact_match", "variant", "flexible-extract"), 8);
    cr_expect_eq(count_text(&made, "item", "7"), 2);
    scanned_free(&made);
}

Test(real_files, lm_eval_metrics_that_are_no_scores_of_items)
{
    scanned made = scan_samples("lm_eval/bias_classification_llama3-8b/samples_bias_classification_2024-06-17T15-44-37.867068.json");
    expect_problems(&made, 1);
    expect_problem(&made, 0, WHISKER_MALFORMED, "1 x609: \"score:f1\" is a list, not a number");
    cr_expect_eq(whisker_table_find(made.table, "score:f1", 8), WHISKER_NO_COLUMN);
    scanned_free(&made);
    made = scan_samples("lm_eval/masakhaner_luo_gemma-2b_0shot/samples_masakhaner_luo_prompt_1_2026-01-16T16-02-26.648276.jsonl");
    expect_problem(&made, 0, WHISKER_MALFORMED, "1 x185: \"score:f1\" is a list, not a number");
    expect_read(&made, "masakhaner", 185);
    scanned_free(&made);
    made = scan_samples("lm_eval/negotiationtom_qwen3-8b/samples_negotiationtom_intention_2026-07-08T16-04-34.219874.jsonl");
    expect_problem(&made, 0, WHISKER_MALFORMED, "1 x20: \"score:micro_f1\" is a list, not a number");
    scanned_free(&made);
    made = scan_samples("lm_eval/truthfulqa_gen_gptneo/samples_truthfulqa_gen_2025-05-31T14-30-51.983293.jsonl");
    cr_expect_eq(count_text(&made, "score:hallucination", "truthful") + count_text(&made, "score:hallucination", "hallucination"),
                 20);
    scanned_free(&made);
}

Test(real_files, lm_eval_infinities_stay_infinite)
{
    scanned made = scan_samples("lm_eval/polymer_tg_gpt-4o-mini/samples_polymer_tg_prediction_2025-06-30T19-40-09.461247.jsonl");
    expect_read(&made, "polymer", 24);
    const double *values = whisker_table_column_reals(made.table, column_named(made.table, "score:mae"));
    int infinite = 0;
    for (int row = 0; row < 24; row++)
        infinite += isinf(values[row]) && values[row] > 0;
    cr_expect_eq(infinite, 17);
    scanned_free(&made);
}

Test(real_files, lm_eval_write_out_of_v03)
{
    static const struct {
        const char *name;
        int64_t right;
    } files[] = {{"llama_winogrande_write_out_info.json", 935}, {"llama13_winogrande_write_out_info.trimmed.json", 965}};
    for (size_t i = 0; i < 2; i++) {
        char name[200];
        snprintf(name, sizeof name, "lm_eval/winogrande_v0.3_write_out/%s", files[i].name);
        scanned made = scan_file(shared_file(name), NULL, FIELDS(SYMBOL("doc_id"), REAL("acc"), REAL("logit_0")));
        expect_read(&made, name, 1267);
        cr_expect_eq(count_text(&made, "acc", "True"), files[i].right, "%lld", (long long)count_text(&made, "acc", "True"));
        cr_expect_eq(count_text(&made, "acc", "False"), 1267 - files[i].right);
        cr_expect_lt(total(&made, "logit_0", NULL, NULL), 0);
        scanned_free(&made);
    }
}

Test(real_files, lm_eval_results_as_facts)
{
    whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_JSON, .rows = ""};
    scanned made = scan_file(shared_file("lm_eval/gsm8k_phi-3-mini/gsm8k-phi-3-mini_2025-08-07T11-42-40.066002.json"), &options,
                             FIELDS(SYMBOL("results.**"), SYMBOL("n-samples.**"), SYMBOL("config.model")));
    expect_read(&made, "results", 1);
    cr_expect_eq(count_text(&made, "results.gsm8k.exact_match_stderr,flexible-extract", "0.13333333333333333"), 1);
    cr_expect_eq(count_text(&made, "n-samples.gsm8k.effective", "10"), 1);
    scanned_free(&made);
}

/* ---- Inspect AI ---- */

static scanned scan_eval(const char *name)
{
    whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_JSON, .rows = ""};
    return scan_archive(shared_file(name), "samples/*.json", &options,
                        FIELDS(SYMBOL_AS("id", "item"), SYMBOL_AS("epoch", "draw"), REAL_AS("scores.*.value", "score:*"),
                               SYMBOL("metadata.**")));
}

Test(real_files, inspect_archives)
{
    static const struct {
        const char *name;
        int64_t rows, correct;
    } files[] = {
        {"popularity_100x3models/2025-09-15T15-02-26-04-00_popularity_L8g2GLGDDfsiXvdJ8LyZNJ.eval", 100, 52},
        {"popularity_100x3models/2025-09-15T15-02-26-04-00_popularity_LthYhadZHuQjsMYHHKRep2.eval", 100, 57},
        {"popularity_100x3models/2025-09-15T15-02-26-04-00_popularity_eF3BogZE3jzpiWBjjDWbik.eval", 100, 66},
        {"popularity_10x5epochs/2025-09-15T15-04-34-04-00_popularity_CuCFPdqnwXupUkxp69nJ2a.eval", 50, 30},
        {"popularity_10x5epochs/2025-09-15T15-04-34-04-00_popularity_jKN69eAYYpZFAZhRgMAztp.eval", 50, 33},
        {"test_eval_log/log_streaming.eval", 4, 3},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char name[200];
        snprintf(name, sizeof name, "inspect/%s", files[i].name);
        scanned made = scan_eval(name);
        expect_read(&made, name, files[i].rows);
        expect_problems(&made, 0);
        cr_expect_eq(count_text(&made, "score:match", "C"), files[i].correct);
        cr_expect_eq(count_text(&made, "score:match", "I"), files[i].rows - files[i].correct);
        scanned_free(&made);
    }
}

Test(real_files, inspect_summaries_say_the_same_as_the_samples)
{
    whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_JSON, .rows = "*"};
    scanned made = scan_archive(shared_file("inspect/popularity_10x5epochs/2025-09-15T15-04-34-04-00_popularity_CuCFPdqnwXupUkxp69nJ2a.eval"),
                                "summaries.json", &options, FIELDS(SYMBOL("id"), SYMBOL("epoch"), REAL("scores.*.value")));
    expect_read(&made, "summaries", 50);
    cr_expect_eq(count_text(&made, "scores.match.value", "C"), 30);
    cr_expect_eq(count_text(&made, "epoch", "5"), 10);
    scanned_free(&made);
}

Test(real_files, inspect_archives_in_zstd)
{
    static const struct {
        const char *name, *model;
        int64_t bytes;
    } files[] = {{"inspect/zstd_retry_legacy/retry-2-then-success.eval", "mockllm/test", 9615},
                 {"inspect/zstd_retry_postfix/retry-2-then-success.eval", "mockllm/fake", 8836}};
    for (size_t i = 0; i < 2; i++) {
        scanned made = scan_eval(files[i].name);
        expect_read(&made, files[i].name, 1);
        cr_expect_eq(made.result.bytes, files[i].bytes);
        scanned_free(&made);
        made = scan_archive(shared_file(files[i].name), "header.json", NULL, FIELDS(SYMBOL("eval.model"), SYMBOL("status")));
        cr_expect_eq(count_text(&made, "eval.model", files[i].model), 1);
        scanned_free(&made);
    }
}

Test(real_files, inspect_unscored_samples_have_no_score)
{
    scanned made = scan_eval("inspect/scorer_logs/2025-02-11T15-17-00-05-00_popularity_dPiJifoWeEQBrfWsAopzWr.eval");
    expect_read(&made, "unscored", 10);
    cr_expect_eq(whisker_table_find(made.table, "score:match", 11), WHISKER_NO_COLUMN);
    scanned_free(&made);
}

Test(real_files, inspect_json_logs)
{
    whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_JSON, .rows = "samples.*"};
    scanned made = scan_file(shared_file("inspect/json_logs/2025-05-12T20-28-13-04-00_popularity.json"), &options,
                             FIELDS(SYMBOL("id"), REAL("scores.*.value"), SYMBOL_AS("^.^.eval.model", "model")));
    expect_read(&made, "popularity", 3);
    cr_expect_eq(count_text(&made, "model", "openai/gpt-4o-mini"), 3);
    scanned_free(&made);
    made = scan_file(shared_file("inspect/json_logs/2025-05-12T20-28-13-04-00_no-samples.json"), &options, FIELDS(SYMBOL("id")));
    expect_read(&made, "no samples", 0);
    scanned_free(&made);
}

/* ---- SWE-bench ---- */

Test(real_files, swe_bench_leaderboards)
{
    whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_JSON,
                                    .rows = "leaderboards.*.results.*.per_instance_details.*"};
    const whisker_field fields[] = {SYMBOL_AS("@", "item"), REAL("resolved"), SYMBOL_AS("^.^.name", "run"),
                                    SYMBOL_AS("^.^.^.^.name", "board")};
    scanned made = scan_file(shared_file("swebench/leaderboards_2025-12-10/leaderboards.trimmed.json"), &options, fields, 4);
    expect_read(&made, "2025-12-10", 7000);
    cr_expect_eq(total(&made, "resolved", "run", "Claude 4.5 Opus medium (20251101)"), 372);
    cr_expect_eq(total(&made, "resolved", "run", "GPT-5 (2025-08-07) (medium reasoning)"), 325);
    cr_expect_eq(total(&made, "resolved", "run", "Claude 3.7 Sonnet (20250219)"), 51);
    cr_expect_eq(count_text(&made, "board", "bash-only"), 7000);
    cr_expect_eq(count_text(&made, "item", "django__django-11099"), 14);
    scanned_free(&made);
    made = scan_file(shared_file("swebench/leaderboards_2025-11-19/leaderboards.json"), &options, fields, 4);
    expect_read(&made, "2025-11-19", 2000);
    scanned_free(&made);
}

Test(real_files, swe_bench_pro)
{
    static const struct {
        const char *name;
        int64_t rows;
        double resolved;
    } files[] = {{"claude-45sonnet-10132025", 730, 319}, {"gpt-4o-paper", 619, 36}, {"gpt-5-250-turns-10132025", 729, 265},
                 {"gptoss-paper", 728, 118}, {"kimi-k2-instruct-10132025", 729, 202}};
    whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_JSON, .rows = "*"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char name[200];
        snprintf(name, sizeof name, "swebench/swe-bench-pro/%s.eval_results.json", files[i].name);
        scanned made = scan_file(shared_file(name), &options, FIELDS(SYMBOL_AS("@", "item"), REAL_AS(".", "resolved")));
        expect_read(&made, name, files[i].rows);
        cr_expect_eq(total(&made, "resolved", NULL, NULL), files[i].resolved);
        scanned_free(&made);
    }
}

Test(real_files, swe_bench_lists_of_ids)
{
    whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_JSON, .rows = "*.*"};
    scanned made = scan_file(shared_file("swebench/experiments_results_sweagent/results.json"), &options,
                             FIELDS(SYMBOL_AS(".", "id"), SYMBOL_AS("@1", "list")));
    expect_read(&made, "results.json", 182);
    cr_expect_eq(count_text(&made, "list", "resolved"), 168);
    cr_expect_eq(count_text(&made, "list", "no_logs"), 3);
    scanned_free(&made);
    made = scan_file(shared_file("swebench/multi-swe-bench_java/20240825_SWE-agent_gpt-4o-2024-05-13.results.json"), &options,
                     FIELDS(SYMBOL_AS(".", "id"), SYMBOL_AS("@1", "list")));
    cr_expect_eq(count_text(&made, "list", "submitted_ids"), 85);
    cr_expect_eq(count_text(&made, "list", "resolved"), 6);
    scanned_free(&made);
}

/* ---- others ---- */

Test(real_files, battles_in_csv)
{
    whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_CSV};
    scanned made = scan_file(shared_file("pairwise/chatbot_arena_conversations/battled_pairs_human_as_judger.csv"), &options,
                             FIELDS(SYMBOL_AS("", "index"), SYMBOL("winner")));
    expect_read(&made, "battles", 25938);
    cr_expect_eq(count_text(&made, "winner", "tie (bothbad)"), 4772);
    cr_expect_eq(count_text(&made, "winner", "model_a"), 9252);
    scanned_free(&made);
    made = scan_file(shared_file("pairwise/evalica/llmfao.csv"), &options, FIELDS(SYMBOL("worker"), SYMBOL("winner")));
    expect_read(&made, "llmfao", 8931);
    cr_expect_eq(count_text(&made, "winner", "tie"), 3471);
    scanned_free(&made);
}

Test(real_files, wide_rows_become_long)
{
    whisker_scan_options options = {.size = sizeof options, .rows = "*"};
    scanned made = scan_file(shared_file("grade_school_math/example_model_solutions/example_model_solutions.jsonl"),
                             &options, FIELDS(SYMBOL_AS("@", "run"), SYMBOL_AS("@1", "item"), REAL_AS("is_correct", "score")));
    cr_expect_eq(made.status, WHISKER_OK);
    cr_expect_float_eq(total(&made, "score", "run", "175b_verification") / 1319, 0.562547, 1e-6);
    cr_expect_float_eq(total(&made, "score", "run", "6b_finetuning") / 1319, 0.216831, 1e-6);
    scanned_free(&made);
}
