#define _POSIX_C_SOURCE 200809L
#include "bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* ---- clock ---- */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

double bench_time(int repeats, void (*call)(void *context), void *context)
{
    double fastest = INFINITY;
    call(context);
    for (int i = 0; i < repeats; i++) {
        double began = now();
        call(context);
        fastest = fmin(fastest, now() - began);
    }
    return fastest;
}

/* ---- lines of JSON; texts hold no character that would need an escape ---- */

void bench_report(const char *what, const char *who, double seconds, double answer)
{
    bench_report_peak(what, who, seconds, answer, NAN);
}

void bench_report_peak(const char *what, const char *who, double seconds, double answer, double megabytes)
{
    printf("{\"what\": \"%s\", \"who\": \"%s\", \"seconds\": %.6g", what, who, seconds);
    if (!isnan(answer))
        printf(", \"answer\": %.12g", answer);
    if (!isnan(megabytes))
        printf(", \"megabytes\": %.0f", megabytes);
    printf("}\n");
    fflush(stdout);
}

void bench_title(const char *title, const char *text)
{
    printf("{\"title\": \"%s\", \"text\": \"%s\"}\n", title, text);
}

void bench_target(const char *what, const char *who, const char *other, double ratio)
{
    printf("{\"target\": %.6g, \"what\": \"%s\", \"who\": \"%s\", \"other\": \"%s\"}\n", ratio, what, who, other);
}

/* ---- data ---- */

void bench_data(int argc, char **argv, const char *name, const void *data, size_t bytes)
{
    char path[4096];
    if (argc < 2)
        return;
    snprintf(path, sizeof path, "%s/%s", argv[1], name);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(data, 1, bytes, file) != bytes || fclose(file) != 0) {
        fprintf(stderr, "cannot write %s\n", path);
        exit(2);
    }
}

/* ---- random numbers: splitmix64 (Steele, Lea and Flood 2014) ---- */

uint64_t bench_bits(bench_random *random)
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

double bench_uniform(bench_random *random)
{
    return (double)(bench_bits(random) >> 11) * 0x1p-53;
}

double bench_normal(bench_random *random)
{
    double radius = sqrt(-2 * log(1 - bench_uniform(random)));
    return radius * cos(6.283185307179586 * bench_uniform(random));
}
