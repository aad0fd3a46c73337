#include "tally.h"

#include "base/workers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS = 2, CHUNK = 125 };

typedef struct count {
    int defined, covered, rejected;
    double width;
} count;

/* Simulations of one task, and what they counted. */
typedef struct chunk {
    count method[MOST_METHODS];
} chunk;

typedef struct job {
    const scenario *world;
    const method *methods;
    int n_methods, simulations;
    double truth;
    chunk *chunks;
} job;

static void count_answer(const answer *answer, double truth, count *into)
{
    into->rejected += answer->p <= 0.05;
    if (isnan(answer->lower))
        return;
    into->defined++;
    into->covered += answer->lower <= truth && truth <= answer->upper;
    into->width += answer->upper - answer->lower;
}

static void demand(int present)
{
    if (present)
        return;
    fputs("out of memory\n", stderr);
    exit(1);
}

static void run_chunk(void *context, int64_t index)
{
    job *job = context;
    dataset *sample = malloc(sizeof *sample);
    whisker_arena *arena = NULL;
    demand(sample != NULL && whisker_arena_new(NULL, &arena, NULL) == WHISKER_OK);
    for (int64_t i = index * CHUNK; i < (index + 1) * CHUNK && i < job->simulations; i++) {
        scenario_draw(job->world, (uint64_t)i, sample);
        for (int m = 0; m < job->n_methods; m++) {
            answer found = method_answer(&job->methods[m], job->world, sample, arena);
            count_answer(&found, job->truth, &job->chunks[index].method[m]);
        }
        whisker_arena_reset(arena);
    }
    whisker_arena_free(arena);
    free(sample);
}

static tally add_chunks(const job *job, int n_chunks, int method)
{
    count total = {0};
    for (int i = 0; i < n_chunks; i++) {
        const count *part = &job->chunks[i].method[method];
        total.defined += part->defined;
        total.covered += part->covered;
        total.rejected += part->rejected;
        total.width += part->width;
    }
    double all = job->simulations;
    return (tally){.coverage = (double)total.covered / total.defined, .width = total.width / total.defined,
                   .none = (all - total.defined) / all, .rejected = total.rejected / all};
}

void tally_scenario(const scenario *world, int n_methods, const method *methods, int simulations, tally *out)
{
    int n_chunks = (simulations + CHUNK - 1) / CHUNK;
    job job = {world, methods, n_methods, simulations, scenario_truth(world), calloc((size_t)n_chunks, sizeof(chunk))};
    demand(job.chunks != NULL);
    workers_run(THREADS, n_chunks, run_chunk, &job);
    for (int m = 0; m < n_methods; m++)
        out[m] = add_chunks(&job, n_chunks, m);
    free(job.chunks);
}
