#include "scenario.h"

#include "whisker.h"

#include <math.h>
#include <string.h>

/* ---- cluster sizes ---- */

static int log_normal_size(double median, double sigma, double z)
{
    return (int)fmax(1, round(median * exp(sigma * z)));
}

/* One fixed draw for each number of clusters. */
static void uneven_sizes(int clusters, int *size)
{
    random_stream stream = random_open(20240611, (uint64_t)clusters);
    int total = 0;
    for (int g = 0; g < clusters; g++)
        total += size[g] = log_normal_size(4, 1.2, draw_normal(&stream));
    size[0] += (int)round(0.3 * total);
}

static void draw_sizes(const scenario *world, random_stream *stream, int *size)
{
    if (world->sizes == UNEVEN) {
        uneven_sizes(world->clusters, size);
        return;
    }
    for (int g = 0; g < world->clusters; g++)
        size[g] = world->sizes == EVEN ? world->size : log_normal_size(8, world->sigma, draw_normal(stream));
}

int scenario_items(const scenario *world, double *largest_share)
{
    int size[1000], n = 0, largest = 0;
    draw_sizes(world, NULL, size);
    for (int g = 0; g < world->clusters; g++) {
        n += size[g];
        largest = size[g] > largest ? size[g] : largest;
    }
    *largest_share = (double)largest / n;
    return n;
}

/* ---- truth ---- */

static double mean_at_size(const scenario *world, int size)
{
    return fmin(0.995, fmax(0.02, world->mean + world->slope * log(size / 8.0)));
}

/* Of all items that there might be, by a fine sum over the log-normal sizes. */
static double mean_over_sizes(const scenario *world)
{
    enum { STEPS = 20001 };
    double right = 0, items = 0;
    for (int i = 0; i < STEPS; i++) {
        int size = log_normal_size(8, world->sigma, whisker_normal_quantile((i + 0.5) / STEPS, WHISKER_LOWER));
        right += size * mean_at_size(world, size);
        items += size;
    }
    return right / items;
}

double scenario_truth(const scenario *world)
{
    if (world->sizes == INFORMING)
        return mean_over_sizes(world);
    if (world->kind == NORMAL)
        return 0;
    return world->paired ? world->mean - world->other_mean : world->mean;
}

/* ---- scores ---- */

/* A normal number with correlation `shared` to another. */
static double alike(random_stream *stream, double other, double shared)
{
    return shared * other + sqrt(1 - shared * shared) * draw_normal(stream);
}

static void draw_normal_cluster(const scenario *world, random_stream *stream, int first, int size, dataset *out)
{
    double between = sqrt(world->icc), within = sqrt(1 - world->icc);
    double a = draw_normal(stream), b = alike(stream, a, world->shared);
    for (int i = first; i < first + size; i++) {
        double own = draw_normal(stream);
        out->a[i] = between * a + within * own;
        out->b[i] = between * b + within * alike(stream, own, world->shared);
    }
}

/* Draws of one item by both runs; where they share, B is right only where A is, or the reverse. */
static void draw_item(const scenario *world, random_stream *stream, double rate_a, double rate_b, double *a, double *b)
{
    int draws = world->kind == DRAWN ? world->draws : 1, right_a = 0, right_b = 0;
    double own_a = draw_rate(stream, rate_a, world->item_icc);
    double own_b = world->paired ? draw_rate(stream, rate_b, world->item_icc) : 0;
    for (int k = 0; k < draws; k++) {
        double u = random_uniform(stream);
        right_a += u < own_a;
        if (world->paired)
            right_b += (random_uniform(stream) < world->shared ? u : random_uniform(stream)) < own_b;
    }
    *a = (double)right_a / draws;
    *b = (double)right_b / draws;
}

static void draw_rate_cluster(const scenario *world, random_stream *stream, int first, int size, dataset *out)
{
    double mean = world->sizes == INFORMING ? mean_at_size(world, size) : world->mean;
    double rate_a = draw_rate(stream, mean, world->icc), rate_b = 0;
    if (world->paired)
        rate_b = random_uniform(stream) < world->shared ? rate_a * world->other_mean / mean
                                                        : draw_rate(stream, world->other_mean, world->icc);
    for (int i = first; i < first + size; i++)
        draw_item(world, stream, rate_a, rate_b, &out->a[i], &out->b[i]);
}

/* Every item lies in one cluster of each of two keys; half of the correlation comes from either. Normal scores cut at
 * the quantile of the mean, so that neither key is special. */
static void draw_crossed(const scenario *world, random_stream *stream, dataset *out)
{
    double cut = whisker_normal_quantile(world->mean, WHISKER_LOWER), effect[2][1000];
    for (int g = 0; g < world->clusters; g++)
        for (int key = 0; key < 2; key++)
            effect[key][g] = sqrt(world->icc / 2) * draw_normal(stream);
    for (int i = 0; i < out->n; i++) {
        int32_t first = out->cluster[i], second = (int32_t)random_below(stream, (uint32_t)world->clusters);
        out->cluster[out->n + i] = second;
        out->a[i] = effect[0][first] + effect[1][second] + sqrt(1 - world->icc) * draw_normal(stream) < cut;
    }
}

/* ---- samples ---- */

/* A number for this world that no other has, near enough: FNV-1a of its members. */
static uint64_t seed_of(const scenario *world)
{
    const double member[] = {world->kind, world->sizes, world->clusters, world->size, world->draws, world->mean,
                             world->icc, world->item_icc, world->slope, world->sigma, world->other_mean, world->shared,
                             world->paired, world->weighted, world->crossed};
    unsigned char bytes[sizeof member];
    uint64_t hash = UINT64_C(14695981039346656037);
    memcpy(bytes, member, sizeof member);
    for (size_t i = 0; i < sizeof member; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
    return hash;
}

static void lay_out(const scenario *world, random_stream *stream, dataset *out)
{
    out->n = 0;
    out->n_clusters = world->clusters;
    draw_sizes(world, stream, out->size);
    for (int g = 0; g < world->clusters; g++) {
        if (out->size[g] > MOST_ITEMS - out->n)
            out->size[g] = MOST_ITEMS - out->n;
        for (int i = 0; i < out->size[g]; i++)
            out->cluster[out->n++] = g;
    }
}

void scenario_draw(const scenario *world, uint64_t replicate, dataset *out)
{
    random_stream stream = random_open(seed_of(world), replicate);
    lay_out(world, &stream, out);
    for (int i = 0; i < out->n; i++)
        out->weight[i] = world->weighted ? exp(draw_normal(&stream)) : 1;
    if (world->crossed) {
        draw_crossed(world, &stream, out);
        return;
    }
    for (int g = 0, first = 0; g < world->clusters; first += out->size[g++])
        if (world->kind == NORMAL)
            draw_normal_cluster(world, &stream, first, out->size[g], out);
        else
            draw_rate_cluster(world, &stream, first, out->size[g], out);
}
