/* states [FOLDER]: a million scores added up in parts that are saved, loaded and merged. */
#include "bench.h"

#include "whisker.h"

#include <stdio.h>
#include <stdlib.h>

enum { N = 1000000, BATCH = 1000, PARTS = 10, REPEATS = 11 };

typedef struct workload {
    double *score;
    int64_t *label;
    double answer;
} workload;

static void fill(workload *this, int n_clusters, int is_binary)
{
    bench_random random = {20261124};
    for (int i = 0; i < N; i++) {
        int64_t cluster = i < n_clusters ? i : (int64_t)(bench_bits(&random) % (uint64_t)n_clusters);
        double u = bench_uniform(&random);
        this->label[i] = cluster * INT64_C(1000000007) - 5;
        this->score[i] = is_binary ? u < 0.5 + 0.3 * (double)(cluster % 2) : u;
    }
}

static whisker_state *add(const workload *this, int first, int last)
{
    whisker_state_options options = {.size = sizeof options, .clustered = 1};
    whisker_state *state;
    if (whisker_state_new(NULL, &options, &state, NULL) != WHISKER_OK)
        exit(2);
    for (int i = first; i < last; i += BATCH)
        if (whisker_state_add(state, BATCH, this->score + i, this->label + i, NULL) != WHISKER_OK)
            exit(2);
    return state;
}

static double finish(whisker_state *state)
{
    whisker_mean_options options = {.size = sizeof options, .variance = WHISKER_CR1, .interval = WHISKER_T};
    whisker_estimate out = {.size = sizeof out};
    if (whisker_state_finish(state, &options, NULL, &out, NULL) != WHISKER_OK)
        exit(2);
    whisker_state_free(state);
    return out.standard_error;
}

static void in_one_go(void *context)
{
    workload *this = context;
    this->answer = finish(add(this, 0, N));
}

static whisker_state *sent(whisker_state *state)
{
    size_t length;
    whisker_state_save(state, NULL, 0, &length, NULL);
    void *bytes = malloc(length);
    if (bytes == NULL || whisker_state_save(state, bytes, length, &length, NULL) != WHISKER_OK)
        exit(2);
    whisker_state_free(state);
    if (whisker_state_load(NULL, bytes, length, &state, NULL) != WHISKER_OK)
        exit(2);
    free(bytes);
    return state;
}

static void in_parts(void *context)
{
    workload *this = context;
    whisker_state *all = add(this, 0, N / PARTS);
    for (int part = 1; part < PARTS; part++) {
        whisker_state *other = sent(add(this, N / PARTS * part, N / PARTS * (part + 1)));
        if (whisker_state_merge(all, other, NULL) != WHISKER_OK)
            exit(2);
        whisker_state_free(other);
    }
    this->answer = finish(all);
}

static void run(int argc, char **argv, workload *this, int n_clusters, int is_binary)
{
    char what[64], name[96];
    fill(this, n_clusters, is_binary);
    snprintf(what, sizeof what, "%s, %d clusters", is_binary ? "binary" : "fractions", n_clusters);
    snprintf(name, sizeof name, "%s.f64", what);
    bench_data(argc, argv, name, this->score, N * sizeof *this->score);
    snprintf(name, sizeof name, "%s.i64", what);
    bench_data(argc, argv, name, this->label, N * sizeof *this->label);
    double seconds = bench_time(REPEATS, in_one_go, this);
    bench_report(what, "whisker, one state", seconds, this->answer);
    seconds = bench_time(REPEATS, in_parts, this);
    bench_report(what, "whisker, ten states, saved, loaded and merged", seconds, this->answer);
}

int main(int argc, char **argv)
{
    workload this = {.score = malloc(N * sizeof *this.score), .label = malloc(N * sizeof *this.label)};
    if (this.score == NULL || this.label == NULL)
        return 2;
    bench_title("Mergeable states",
                "A million scores with 64-bit labels of 10,000 or 100,000 clusters, added in batches of a thousand, and "
                "the clustered estimate at the end. Whisker's sums are exact: one state and ten that are saved, loaded "
                "and merged give the same bits. The peer keeps count, sum and sum of squares in a dict.");
    run(argc, argv, &this, 10000, 1);
    run(argc, argv, &this, 100000, 1);
    run(argc, argv, &this, 10000, 0);
    free(this.score);
    free(this.label);
    return 0;
}
