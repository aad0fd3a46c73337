/* The page that is written: sections with tables, and above them what they say. */
#ifndef WHISKER_TESTS_VALIDITY_PAGE_H
#define WHISKER_TESTS_VALIDITY_PAGE_H

#include "tally.h"

#include <stdio.h>

enum { MOST_SECTIONS = 16 };

/* What a section says of its default and of the naive interval. */
typedef struct finding {
    const char *title;
    int rows;
    int weak_rows;             /* of the default, under 93% */
    double lowest, lowest_naive;
    double lower_quartile;     /* of the coverage of the default over its rows */
} finding;

typedef struct page {
    int simulations;
    int n_sections;
    finding sections[MOST_SECTIONS];
    double *coverage;          /* of the default in each row of the section at hand */
    FILE *body, *weak;
    char *body_text, *weak_text;
    size_t body_length, weak_length;
} page;

void page_open(page *page, int simulations);

/* A section with one table. labels: the first columns' titles, separated by "|". The default is the last method, or none
 * when `judged` is 0; naive methods are those that say so. */
void page_section(page *page, const char *title, const char *text, const char *labels, int n_methods,
                  const method *methods);
void page_row(page *page, const char *labels, int n_methods, const method *methods, const tally *tallies, int judged);
/* The same with rejections in place of coverage and width, never judged. */
void page_row_of_tests(page *page, const char *labels, int n_methods, const tally *tallies);

/* Print it all and release it. */
void page_close(page *page, FILE *out);

#endif
