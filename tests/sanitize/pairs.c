/* All pairs of runs under ThreadSanitizer, as a plain program: Criterion does not start under it. One thread and several
 * must leave the same bytes, by each of the ways that a pair may take. */
#include "whisker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 12, N = 6000, PAIRS = RUNS * (RUNS - 1) / 2 };

static double score_of(int kind, uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    double u = (*state >> 8) * 0x1p-24;
    return kind == 0 ? u < 0.5 : kind == 1 ? floor(4 * u) / 4 : u;
}

/* Runs 6 to 8 miss the same items, the later ones items of their own. */
static void fill(int kind, double *score)
{
    uint32_t state = 7;
    for (int i = 0; i < RUNS * N; i++)
        score[i] = score_of(kind, &state);
    for (int run = 6; run < RUNS; run++)
        for (int i = 0; i < 40; i++)
            score[run * N + (run < 9 ? 7 * i : (31 * run + 101 * i) % N)] = NAN;
}

static whisker_comparison *compare(const whisker_items *items, const double *score, int32_t threads)
{
    whisker_comparison *out = calloc(PAIRS, sizeof *out);
    whisker_difference_options options = {.size = sizeof options, .threads = threads};
    if (out == NULL)
        exit(2);
    out[0].size = sizeof *out;
    out[0].difference.size = sizeof out->difference;
    if (whisker_differences(items, RUNS, score, PAIRS, NULL, &options, NULL, out, NULL) != WHISKER_OK)
        exit(2);
    return out;
}

int main(void)
{
    static double score[RUNS * N], weight[N];
    static int32_t code[N];
    for (int i = 0; i < N; i++) {
        code[i] = i * 13 % 300;
        weight[i] = 1 + i % 3;
    }
    for (int way = 0; way < 9; way++) {
        whisker_items items = {.size = sizeof items, .n = N, .n_keys = way % 3 > 0, .cluster = code,
                               .weight = way % 3 == 2 ? weight : NULL};
        fill(way / 3, score);
        whisker_comparison *alone = compare(&items, score, 1), *together = compare(&items, score, 4);
        if (memcmp(alone, together, PAIRS * sizeof *alone) != 0) {
            printf("four threads computed something else than one\n");
            return 1;
        }
        free(alone);
        free(together);
    }
    return 0;
}
