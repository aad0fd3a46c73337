#include "stat/totals.h"

#include "stat/cut_sum.h"

double total_of(int64_t n, total_term *term, const void *context)
{
    double largest = 0;
    for (int64_t i = 0; i < n; i++) {
        double size = fabs(term(context, i));
        largest = size > largest ? size : largest; /* NaN is not larger */
    }
    const cut place = cut_for(n, largest);
    sum sum = {0, 0};
    for (int64_t i = 0; i < n; i++) {
        double found = term(context, i);
        if (!isnan(found))
            cut_add(&sum, place, found);
    }
    return sum_value(sum);
}
