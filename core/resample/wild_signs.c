/* Signs. All that a pattern of signs w makes of the units are four sums: of w z, w f, w f z and w f^2. Eight units share a
 * table of their 256 patterns, so that eight signs cost one addition of four numbers, and a random byte is an index
 * ("method of the four Russians", Arlazarov et al. 1970). Units go by in chunks whose tables fit into the cache. */
#include "resample/wild_signs.h"

#include "base/error.h"
#include "base/random.h"
#include "base/workers.h"

#include <math.h>
#include <string.h>

enum {
    SUMS = 4,
    UNITS_A_TABLE = 8,
    PATTERNS = 256,
    TABLES_A_HALF = 4,
    TABLES_A_WORD = 8,
    UNITS_A_WORD = 64,
    WORDS_A_BLOCK = 2, /* of the generator */
    CHUNK = 1024,      /* units; 1 MiB of tables */
    BATCH = 128        /* replicates a task */
};

typedef struct sign_table {
    double entry[PATTERNS][SUMS];
} sign_table;

typedef struct sign_work {
    const wild_units *units;
    const wild_plan *plan;
    sign_table *tables;
    int64_t first, n_words;   /* of the chunk: its first unit, its words of signs */
    int64_t n_halves;         /* of these words, those that have units */
    int64_t chunk, n_chunks;
    double whole[SUMS];       /* the sums where all signs are +, added up as those of a replicate are */
    double squares;           /* sum of z^2 */
    wild_draws *out;
} sign_work;

/* ---- tables ---- */

static void unit_terms(const wild_units *units, int64_t unit, double terms[SUMS])
{
    double z = unit < units->n ? units->sum[unit] : 0, f = unit < units->n ? units->share[unit] : 0;
    terms[0] = z;
    terms[1] = f;
    terms[2] = f * z;
    terms[3] = f * f;
}

/* Bit j of a pattern is the sign of the table's unit j. Opposite patterns are exactly opposite. */
static void fill_table(const wild_units *units, int64_t first, sign_table *table)
{
    memset(table->entry[0], 0, sizeof table->entry[0]);
    for (int j = 0; j < UNITS_A_TABLE; j++) {
        double terms[SUMS];
        unit_terms(units, first + j, terms);
        for (int pattern = 0; pattern < 1 << j; pattern++) {
            for (int k = 0; k < SUMS; k++) {
                double before = table->entry[pattern][k];
                table->entry[pattern | 1 << j][k] = before + terms[k];
                table->entry[pattern][k] = before - terms[k];
            }
        }
    }
}

static void fill_tables(sign_work *work)
{
    for (int64_t i = 0; i < work->n_words * TABLES_A_WORD; i++)
        fill_table(work->units, work->first + i * UNITS_A_TABLE, &work->tables[i]);
}

/* ---- replicates ---- */

/* A batch of replicates on its way through a chunk. */
typedef struct sign_batch {
    int64_t first, n;
    double sums[BATCH][SUMS];
    uint64_t signs[BATCH][CHUNK / UNITS_A_WORD];
} sign_batch;

static void draw_signs(const sign_work *work, sign_batch *batch)
{
    for (int64_t r = 0; r < batch->n; r++) {
        if (work->plan->enumerated) { /* the last unit keeps its sign */
            batch->signs[r][0] = (uint64_t)(batch->first + r);
            continue;
        }
        random_stream stream = random_open(work->plan->seed, (uint64_t)(batch->first + r));
        random_seek(&stream, (uint64_t)(work->first / UNITS_A_WORD / WORDS_A_BLOCK));
        for (int64_t word = 0; word < work->n_words; word++)
            batch->signs[r][word] = random_bits(&stream);
    }
}

/* The four tables of half a word, 32 KiB, stay in the innermost cache while the replicates go by. */
static inline void add_half(const sign_table *tables, uint32_t signs, double sums[SUMS])
{
    double of_half[SUMS] = {0};
    for (int i = 0; i < TABLES_A_HALF; i++) {
        const double *entry = tables[i].entry[signs >> i * UNITS_A_TABLE & (PATTERNS - 1)];
        for (int k = 0; k < SUMS; k++)
            of_half[k] += entry[k];
    }
    for (int k = 0; k < SUMS; k++)
        sums[k] += of_half[k];
}

static void add_signs(const sign_work *work, sign_batch *batch)
{
    for (int64_t half = 0; half < work->n_halves; half++) {
        const sign_table *tables = work->tables + half * TABLES_A_HALF;
        int shift = half % 2 == 0 ? 0 : UNITS_A_WORD / 2;
        for (int64_t r = 0; r < batch->n; r++)
            add_half(tables, (uint32_t)(batch->signs[r][half / 2] >> shift), batch->sums[r]);
    }
}

/* Between chunks the sums of a replicate wait in the arrays. */
static void load_sums(const wild_draws *draws, int64_t replicate, double sums[SUMS])
{
    sums[0] = draws->sum[replicate];
    sums[1] = draws->share[replicate];
    sums[2] = draws->square[replicate];
    sums[3] = draws->cross[replicate];
}

static void store_sums(wild_draws *draws, int64_t replicate, const double sums[SUMS])
{
    draws->sum[replicate] = sums[0];
    draws->share[replicate] = sums[1];
    draws->square[replicate] = sums[2];
    draws->cross[replicate] = sums[3];
}

/* From the four sums a, b, c, d of a replicate its five numbers. Squares of signs are 1, so
 *     sum (w z - f a)^2         = sum z^2 - 2 a c + a^2 F          F = sum f^2
 *     sum (w z - f a) f (w - b) = sum f z - b c - a d + a b F
 *     sum f^2 (w - b)^2         = F - 2 b d + b^2 F,
 * the last two written so that they vanish where all signs agree, instead of cancelling. */
static void finish(const sign_work *work, wild_draws *draws, int64_t replicate, const double sums[SUMS])
{
    double sign = sums[1] < 0 ? -1 : 1;
    double a = sign * sums[0], b = sign * sums[1] / work->whole[1], c = sign * sums[2], d = sign * sums[3];
    double all = work->whole[3], rest = all - d;
    draws->sum[replicate] = a;
    draws->share[replicate] = b;
    draws->square[replicate] = fmax(0, work->squares - 2 * a * c + a * a * all);
    draws->cross[replicate] = (work->whole[2] - c) + a * rest + (1 - b) * (c - a * all);
    draws->share_square[replicate] = (1 - b) * (1 - b) * all + 2 * b * rest;
}

static void draw_batch(void *context, int64_t index)
{
    const sign_work *work = context;
    sign_batch batch;
    batch.first = index * BATCH;
    memset(batch.sums, 0, sizeof batch.sums);
    batch.n = work->out->n - batch.first < BATCH ? work->out->n - batch.first : BATCH;
    for (int64_t r = 0; r < batch.n && work->chunk > 0; r++)
        load_sums(work->out, batch.first + r, batch.sums[r]);
    draw_signs(work, &batch);
    add_signs(work, &batch);
    for (int64_t r = 0; r < batch.n; r++) {
        if (work->chunk == work->n_chunks - 1)
            finish(work, work->out, batch.first + r, batch.sums[r]);
        else
            store_sums(work->out, batch.first + r, batch.sums[r]);
    }
}

/* ---- the whole ---- */

static int32_t report(void *context, double done)
{
    const sign_work *work = context;
    double all = ((double)work->chunk + done) / (double)work->n_chunks;
    return work->plan->watch == NULL ? 0 : work->plan->watch(work->plan->watch_context, all);
}

static void add_whole(sign_work *work)
{
    for (int64_t half = 0; half < work->n_halves; half++)
        add_half(work->tables + half * TABLES_A_HALF, UINT32_MAX, work->whole);
}

static double sum_of_squares(const wild_units *units)
{
    double squares = 0;
    for (int64_t g = 0; g < units->n; g++)
        squares += units->sum[g] * units->sum[g];
    return squares;
}

static int64_t whole_words(int64_t units)
{
    return (units + UNITS_A_WORD - 1) / UNITS_A_WORD;
}

int32_t signs_draw(const wild_units *units, const wild_plan *plan, scratch *scratch, wild_draws *out,
                   whisker_error *error)
{
    sign_work work = {.units = units, .plan = plan, .squares = sum_of_squares(units), .out = out};
    work.n_chunks = (units->n + CHUNK - 1) / CHUNK;
    int64_t most_words = whole_words(units->n < CHUNK ? units->n : CHUNK);
    work.tables = arena_take(scratch->arena, most_words * TABLES_A_WORD, sizeof *work.tables);
    if (work.tables == NULL)
        return error_memory(error);
    for (; work.chunk < work.n_chunks; work.chunk++) {
        work.first = work.chunk * CHUNK;
        int64_t n_units = units->n - work.first < CHUNK ? units->n - work.first : CHUNK;
        work.n_words = whole_words(n_units);
        work.n_halves = (n_units + UNITS_A_WORD / 2 - 1) / (UNITS_A_WORD / 2);
        fill_tables(&work);
        add_whole(&work);
        if (!workers_watch(plan->threads, (out->n + BATCH - 1) / BATCH, draw_batch, &work, report, &work))
            return error_set(error, WHISKER_CANCELLED, "the bootstrap was stopped");
    }
    return WHISKER_OK;
}
