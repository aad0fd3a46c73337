/* Bowyer, Aitchison and Ivanova 2025: two runs with 0/1 scores on the same items, as two correlated normal variables. */
#ifndef WHISKER_STAT_LATENT_PAIR_H
#define WHISKER_STAT_LATENT_PAIR_H

/* Cells of the 2x2 table, and the shapes of the prior of the correlation, 2 Beta(first, second) - 1. */
typedef struct latent_pair {
    double both, only_a, only_b, neither;
    double first, second;
    double step, inner_step;
    int start; /* where the last integral over t had its peak */
} latent_pair;

latent_pair latent_pair_of(double both, double only_a, double only_b, double neither, double first, double second);

/* A gap_function: log of the posterior density of theta_A - theta_B, up to a constant. */
double latent_pair_gap(double gap, void *latent_pair);

#endif
