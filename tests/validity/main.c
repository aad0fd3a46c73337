/* validity [SIMULATIONS]: writes the page to standard output. */
#include "sections.h"

#include <stdlib.h>

int main(int count, char **arguments)
{
    static page page;
    int simulations = count > 1 ? atoi(arguments[1]) : 10000;
    if (simulations < 100) {
        fputs("usage: validity [SIMULATIONS], at least 100\n", stderr);
        return 2;
    }
    page_open(&page, simulations);
    section_proportion(&page);
    section_clustered_scores(&page);
    section_clustered_items(&page);
    section_informing_sizes(&page);
    section_draws(&page);
    section_clustered_draws(&page);
    section_weights_and_keys(&page);
    section_paired_clusters(&page);
    section_paired_items(&page);
    section_paired_tests(&page);
    section_clustered_tests(&page);
    page_close(&page, stdout);
    return 0;
}
