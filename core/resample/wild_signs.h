/* Rademacher weights: signs, random ones or every pattern of them. */
#ifndef WHISKER_RESAMPLE_WILD_SIGNS_H
#define WHISKER_RESAMPLE_WILD_SIGNS_H

#include "resample/wild_draws.h"

/* Fill the arrays of `out`, which has them and their length. Statuses: NO_MEMORY, CANCELLED. */
int32_t signs_draw(const wild_units *units, const wild_plan *plan, scratch *scratch, wild_draws *out,
                   whisker_error *error);

#endif
