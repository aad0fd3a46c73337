/* The posterior of a difference of two proportions, from its density. */
#ifndef WHISKER_STAT_GAP_DENSITY_H
#define WHISKER_STAT_GAP_DENSITY_H

#include <stdint.h>

/* log of a density on -1 .. 1, up to a constant. Its context may keep where it found the peak of an inner integral. */
typedef double gap_function(double gap, void *context);

enum { GAP_PANELS = 256, GAP_NODES = 16 };

typedef struct gap_panel {
    double from, to;
    double height[GAP_NODES]; /* density at the nodes of gauss_legendre.h, from left to right, over that at the centre */
    double mass;
} gap_panel;

/* Panels in order from left to right; one ends at 0, where a density may have a corner, and between them lies nothing that
 * matters. */
typedef struct gap_density {
    int32_t first, end;       /* panel[first .. end-1] */
    double below, above;      /* mass on either side of 0 */
    gap_panel panel[GAP_PANELS];
} gap_density;

/* Tabulate f, whose peak is near `centre` and about `spread` wide. 0 when f is NaN or the panels do not end. */
int gap_tabulate(gap_function *f, void *context, double centre, double spread, gap_density *out);

double gap_mean(const gap_density *density);
/* Where the mass below (upper 0) or above (upper 1) is a share p of the whole. */
double gap_quantile(const gap_density *density, double p, int upper);

#endif
