/* What is measured: one function a section of the page. */
#ifndef WHISKER_TESTS_VALIDITY_SECTIONS_H
#define WHISKER_TESTS_VALIDITY_SECTIONS_H

#include "page.h"

/* ---- by exact sums ---- */

void section_proportion(page *page);
void section_paired_items(page *page);
void section_paired_tests(page *page);

/* ---- simulated ---- */

void section_clustered_scores(page *page);
void section_clustered_items(page *page);
void section_informing_sizes(page *page);
void section_draws(page *page);
void section_clustered_draws(page *page);
void section_weights_and_keys(page *page);
void section_paired_clusters(page *page);
void section_clustered_tests(page *page);

#endif
