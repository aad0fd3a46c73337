/* wild [FOLDER]: the wild cluster bootstrap, 10^5 replicates. */
#include "bench.h"

#include "whisker.h"

#include <stdio.h>
#include <stdlib.h>

enum { N = 10000, REPLICATES = 100000, REPEATS = 11 };

typedef struct workload {
    double score[N];
    int32_t code[N];
    int64_t n_clusters;
    int32_t threads;
    double answer; /* t */
} workload;

static void fill(workload *this, int64_t n_clusters)
{
    bench_random random = {20261122};
    double common[N];
    this->n_clusters = n_clusters;
    for (int64_t g = 0; g < n_clusters; g++)
        common[g] = 0.5 * bench_normal(&random);
    for (int64_t i = 0; i < N; i++) {
        this->code[i] = i < n_clusters ? (int32_t)i : (int32_t)(bench_bits(&random) % (uint64_t)n_clusters);
        this->score[i] = 0.02 + common[this->code[i]] + bench_normal(&random);
    }
}

static void bootstrap(void *context)
{
    workload *this = context;
    whisker_items items = {.size = sizeof items, .n = N, .n_keys = 1, .cluster = this->code};
    whisker_wild_options options = {.size = sizeof options, .replicates = REPLICATES, .threads = this->threads,
                                    .weights = WHISKER_RADEMACHER};
    whisker_wild out = {.size = sizeof out};
    if (whisker_wild_mean(&items, this->score, &options, NULL, &out, NULL) != WHISKER_OK)
        exit(2);
    this->answer = out.t;
}

static void run(int argc, char **argv, workload *this, const char *what, int64_t n_clusters)
{
    char name[96];
    fill(this, n_clusters);
    snprintf(name, sizeof name, "%s.f64", what);
    bench_data(argc, argv, name, this->score, sizeof this->score);
    snprintf(name, sizeof name, "%s.i32", what);
    bench_data(argc, argv, name, this->code, sizeof this->code);
    this->threads = 0;
    double seconds = bench_time(REPEATS, bootstrap, this);
    bench_report(what, "whisker", seconds, this->answer);
    this->threads = 1;
    seconds = bench_time(REPEATS, bootstrap, this);
    bench_report(what, "whisker, one thread", seconds, this->answer);
    bench_target(what, "whisker", "numpy, a thousand replicates at a time", 1. / 20);
}

int main(int argc, char **argv)
{
    static workload this;
    bench_title("Wild cluster bootstrap",
                "100,000 replicates of the t of a mean of 10,000 items, the null imposed, random signs. Whisker: p and the "
                "interval that inverts the test. Peers: p for one null.");
    run(argc, argv, &this, "1,000 clusters", 1000);
    run(argc, argv, &this, "20 clusters", 20);
    run(argc, argv, &this, "every item for itself", N);
    return 0;
}
