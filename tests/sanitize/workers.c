/* The worker threads of core/base under ThreadSanitizer, as a plain program: Criterion does not start under it.
 * Each task draws from its own stream; one thread and many must leave the same bytes. */
#include "base/random.h"
#include "base/workers.h"

#include <stdio.h>
#include <string.h>

enum { N_TASKS = 500, N_DRAWS = 200 };

static void sum_of_draws(void *context, int64_t index)
{
    double *sums = context;
    random_stream stream = random_open(1, (uint64_t)index);
    double sum = 0;
    for (int i = 0; i < N_DRAWS; i++)
        sum += random_uniform(&stream);
    sums[index] = sum;
}

int main(void)
{
    static const int32_t n_threads[] = {2, 3, 8, 1000, 0};
    double alone[N_TASKS], together[N_TASKS];
    workers_run(1, N_TASKS, sum_of_draws, alone);
    for (size_t i = 0; i < sizeof n_threads / sizeof n_threads[0]; i++) {
        memset(together, 0, sizeof together);
        workers_run(n_threads[i], N_TASKS, sum_of_draws, together);
        if (memcmp(alone, together, sizeof alone) != 0) {
            printf("%d threads computed something else than one\n", (int)n_threads[i]);
            return 1;
        }
    }
    return 0;
}
