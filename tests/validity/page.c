#define _POSIX_C_SOURCE 200809L
#include "page.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_ROWS = 400 };

static const double WEAK = 0.93;

void page_open(page *page, int simulations)
{
    *page = (struct page){.simulations = simulations, .coverage = calloc(MOST_ROWS, sizeof *page->coverage)};
    page->body = open_memstream(&page->body_text, &page->body_length);
    page->weak = open_memstream(&page->weak_text, &page->weak_length);
    if (page->coverage == NULL || page->body == NULL || page->weak == NULL)
        abort();
}

/* ---- sections ---- */

static finding *current(page *page)
{
    return &page->sections[page->n_sections - 1];
}

static int by_size(const void *first, const void *second)
{
    double a = *(const double *)first, b = *(const double *)second;
    return (a > b) - (a < b);
}

static void finish_section(page *page)
{
    if (page->n_sections == 0 || current(page)->rows == 0)
        return;
    qsort(page->coverage, (size_t)current(page)->rows, sizeof *page->coverage, by_size);
    current(page)->lower_quartile = page->coverage[current(page)->rows / 4];
}

void page_section(page *page, const char *title, const char *text, const char *labels, int n_methods,
                  const method *methods)
{
    finish_section(page);
    page->sections[page->n_sections++] = (finding){.title = title, .lowest = NAN, .lowest_naive = NAN};
    fprintf(page->body, "\n## %s\n\n%s\n\n|%s|", title, text, labels);
    for (int m = 0; m < n_methods; m++)
        fprintf(page->body, " %s |", methods[m].name);
    fputs("\n|", page->body);
    for (const char *c = labels; *c != '\0'; c++)
        fputs(*c == '|' ? "---|" : "", page->body);
    for (int m = 0; m < n_methods + 1; m++)
        fputs("---|", page->body);
    fputc('\n', page->body);
    fprintf(stderr, "%s\n", title);
}

static void print_cell(FILE *out, const tally *tally)
{
    const char *emphasis = tally->coverage < WEAK ? "**" : "";
    if (isnan(tally->coverage)) {
        fputs(" – |", out);
        return;
    }
    fprintf(out, " %s%.1f%s / %.3g", emphasis, 100 * tally->coverage, emphasis, tally->width);
    if (tally->none >= 0.0005)
        fprintf(out, ", %.1f none", 100 * tally->none);
    fputs(" |", out);
}

static void judge(page *page, const char *labels, const tally *found)
{
    finding *section = current(page);
    page->coverage[section->rows++] = found->coverage;
    section->lowest = fmin(section->lowest, found->coverage);
    if (found->coverage >= WEAK)
        return;
    section->weak_rows++;
    fprintf(page->weak, "| %s |", section->title);
    for (const char *c = labels; *c != '\0'; c++)
        fputc(*c == '|' ? ';' : *c, page->weak);
    fprintf(page->weak, "| %.1f / %.3g |\n", 100 * found->coverage, found->width);
}

void page_row(page *page, const char *labels, int n_methods, const method *methods, const tally *tallies, int judged)
{
    fprintf(page->body, "|%s|", labels);
    for (int m = 0; m < n_methods; m++) {
        print_cell(page->body, &tallies[m]);
        if (methods[m].sort != OURS && judged)
            current(page)->lowest_naive = fmin(current(page)->lowest_naive, tallies[m].coverage);
    }
    fputc('\n', page->body);
    if (judged)
        judge(page, labels, &tallies[n_methods - 1]);
}

void page_row_of_tests(page *page, const char *labels, int n_methods, const tally *tallies)
{
    fprintf(page->body, "|%s|", labels);
    for (int m = 0; m < n_methods; m++)
        fprintf(page->body, tallies[m].rejected > 0.06 ? " **%.1f** |" : " %.1f |", 100 * tallies[m].rejected);
    fputc('\n', page->body);
}

/* ---- the whole ---- */

static void print_findings(const page *page, FILE *out)
{
    fputs("| section | rows | naive: lowest | default: lowest | a quarter of the rows below | rows under 93 |\n"
          "|---|---|---|---|---|---|\n", out);
    for (int i = 0; i < page->n_sections; i++) {
        const finding *found = &page->sections[i];
        if (found->rows > 0)
            fprintf(out, "| %s | %d | %.1f | %.1f | %.1f | %d |\n", found->title, found->rows, 100 * found->lowest_naive,
                    100 * found->lowest, 100 * found->lower_quartile, found->weak_rows);
    }
}

static const char introduction[] =
    "# Validity\n\n"
    "What nominal 95%% intervals really cover, and how often tests at 5%% reject what is true: measured, by\n"
    "`tests/validity/run`, which writes this page. Sections 1, 9 and 10 are exact sums, the others simulate %d samples a row, so\n"
    "that two standard errors are %.1f points at a coverage of 95%% and %.1f at 85%%. The seed of a sample is its scenario\n"
    "and its number: the page is the same on every machine and for any number of threads.\n\n"
    "A cell is coverage in %% / mean width; coverage under 93%% is bold. Where some samples have no interval their share\n"
    "stands behind, and the rest counts. The default is the last column.\n\n"
    "## Which default where\n\n"
    "| data | default interval | why not the obvious one |\n|---|---|---|\n"
    "| 0/1 items | `jeffreys` | the CLT interval of harnesses covers 26%% at 30 items and mean .99, Wilson's falls to 84%% (1) |\n"
    "| scores without a range | `t` of `clt`, in clusters of `cr2` | CR1 with G − 1 df fails beside a dominant cluster (2) |\n"
    "| 0/1 items in clusters, or weighted | `clustered_wilson` | t, Korn-Graubard and Wilson at the effective size of the standard error fail near the ends and beside dominant clusters (3, 4) |\n"
    "| means of several draws, grades on a declared range | `clustered_wilson` | t fails from a mean of .9 on (5, 6) |\n"
    "| paired 0/1 items | `tango` | t fails where one run wins nearly all disagreements (9) |\n"
    "| paired differences in clusters, a run nearly perfect | `t_wilson` | t covers 77 to 92%% (8) |\n"
    "| paired differences otherwise | `t`, in clusters of `cr2` | holds (8) |\n"
    "| everything right, or everything wrong | exact bound | a standard error of 0 says nothing |\n\n"
    "## What it comes to\n\n";

static const char weaknesses[] =
    "\nNaive: what harnesses print, mean and normal interval with the standard error of independent items. With 10 items a\n"
    "cluster it covers 75% at an ICC of .2 and 55% at .6, however many clusters there are; beside a dominant cluster it gets\n"
    "worse with more data.\n"
    "\n## Where the defaults are weak\n\n"
    "- Paired differences in clusters beside a nearly perfect run: `t_wilson` covers 92.6% at worst and 97% mostly, 1.2 times as\n"
    "  wide as t, and 1.7 times where both runs are nearly perfect (8). Samples in which both fail nowhere, or together, have no\n"
    "  interval; with means .99 and .97 that is up to a third of them in 10 clusters.\n"
    "- Scores without a range beside a dominant cluster: 92.4% at worst (2, 8), and tests at 5% reject up to 7% of true nulls\n"
    "  (11).\n"
    "- Large clusters that are much harder or easier than small ones, with sizes that vary a lot: the large clusters that a\n"
    "  sample misses cannot be seen in it. The rows of section 4 are about as far as it holds; with log sizes of standard\n"
    "  deviation 1 or more and a mean that moves by .2 for each unit `clustered_wilson` covers 82 to 95%, and nothing tried does\n"
    "  better at a useful width.\n"
    "- A dominant cluster without any likeness of its items: `clustered_wilson` is on average 36% wider than t, which would\n"
    "  do, since so few clusters cannot show that there is none (3). With even clusters and an ICC of 0 it is 15% wider.\n"
    "- Under 10 clusters coverage holds, by intervals that say little; two or three are hardly worth an interval.\n"
    "- 0/1 items: no interval of a count covers 93% at every mean but Clopper-Pearson's, which is wider for it (1).\n\n"
    "Rows of the default under 93%:\n\n";

void page_close(page *page, FILE *out)
{
    finish_section(page);
    fclose(page->body);
    fclose(page->weak);
    fprintf(out, introduction, page->simulations, 200 * sqrt(0.95 * 0.05 / page->simulations),
            200 * sqrt(0.85 * 0.15 / page->simulations));
    print_findings(page, out);
    fputs(weaknesses, out);
    fputs(page->weak_length == 0 ? "None.\n" : "| section | row | coverage / width |\n|---|---|---|\n", out);
    for (const char *c = page->weak_text; *c != '\0'; c++)
        fputc(*c, out);
    fputs("\nWhat else was tried for clustered 0/1 scores stands in [trials.md](trials.md).\n", out);
    fputs(page->body_text, out);
    free(page->body_text);
    free(page->weak_text);
    free(page->coverage);
}
