#include "names.h"

#include <ctype.h>
#include <string.h>

enum { LONGEST_NAME = 64 };

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static int same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Edit distance with swaps of neighbours (optimal string alignment), case ignored; three rows of the matrix. */
static size_t distance(const char *a, size_t length_a, const char *b, size_t length_b)
{
    size_t rows[3][LONGEST_NAME + 1];
    for (size_t j = 0; j <= length_b; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= length_a; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= length_b; j++) {
            row[j] = smaller(smaller(above[j], row[j - 1]) + 1, above[j - 1] + !same_letter(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) && same_letter(a[i - 2], b[j - 1]))
                row[j] = smaller(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[length_a % 3][length_b];
}

nearest_name nearest_start(const char *given)
{
    return (nearest_name){.given = given};
}

void nearest_try(nearest_name *nearest, const char *candidate)
{
    size_t given_length = strlen(nearest->given), candidate_length = strlen(candidate);
    if (given_length > LONGEST_NAME || candidate_length > LONGEST_NAME)
        return;
    size_t allowed = given_length / 3 > 1 ? given_length / 3 : 1;
    size_t found = distance(nearest->given, given_length, candidate, candidate_length);
    if (found > allowed || (nearest->best != NULL && found >= nearest->distance))
        return;
    nearest->best = candidate;
    nearest->distance = found;
}
