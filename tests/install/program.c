/* The smallest user of an installed libwhisker: release, mean and standard error of two coin tosses each way. */
#include <whisker.h>

#include <stdio.h>

int main(void)
{
    const double score[] = {0, 1, 1, 0};
    whisker_items items = {.size = sizeof items, .n = 4};
    whisker_estimate estimate = {.size = sizeof estimate};
    whisker_error error;
    if (whisker_mean(&items, score, NULL, NULL, &estimate, &error) != WHISKER_OK) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    printf("%s %.4g %.4g\n", whisker_version(), estimate.value, estimate.standard_error);
    return 0;
}
