/* The scale on which intervals of a statistic are made, and back. */
#ifndef WHISKER_RESAMPLE_SCALE_H
#define WHISKER_RESAMPLE_SCALE_H

#include "whisker.h"

#include <math.h>

/* Infinite at the ends of the scale. */
static inline double scale_of(const whisker_statistic *statistic, double value)
{
    switch (statistic->scale) {
    case WHISKER_SCALE_LOG: return log(value);
    case WHISKER_SCALE_LOGIT: return log((value - statistic->low) / (statistic->high - value));
    }
    return value;
}

static inline double scale_slope(const whisker_statistic *statistic, double value)
{
    switch (statistic->scale) {
    case WHISKER_SCALE_LOG: return 1 / value;
    case WHISKER_SCALE_LOGIT: return 1 / (value - statistic->low) + 1 / (statistic->high - value);
    }
    return 1;
}

static inline double scale_back(const whisker_statistic *statistic, double place)
{
    switch (statistic->scale) {
    case WHISKER_SCALE_LOG: return exp(place);
    case WHISKER_SCALE_LOGIT: return statistic->low + (statistic->high - statistic->low) / (1 + exp(-place));
    }
    return place;
}

#endif
