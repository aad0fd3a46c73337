/* Two proportions that lie a given gap apart can slide between 0 and 1. */
#ifndef WHISKER_STAT_SLIDE_H
#define WHISKER_STAT_SLIDE_H

#include <math.h>

/* gap >= 0: smaller = (1 - gap) / (1 + exp(-t)), t on the whole line, where smaller and 1 - larger fall off exponentially
 * on either side. Nothing cancels. */
typedef struct slide {
    double smaller, larger;
    double above_smaller, above_larger; /* what they lack of 1 */
    double log_slope;                   /* log of d smaller / dt */
} slide;

static inline slide slide_at(double gap, double t)
{
    double share = exp(-fabs(t)), room = 1 - gap;
    double near = room / (1 + share), far = near * share;
    slide made = {.smaller = t > 0 ? near : far, .above_larger = t > 0 ? far : near};
    made.larger = made.smaller + gap;
    made.above_smaller = made.above_larger + gap;
    made.log_slope = log(room) - fabs(t) - 2 * log1p(share);
    return made;
}

/* How fast the pair moves with t where the proportions are about these. */
static inline double slide_speed(double smaller, double larger)
{
    return smaller * (1 - larger) / (1 - (larger - smaller));
}

#endif
