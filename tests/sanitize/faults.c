/* Deliberate faults, each of which a sanitizer must report: faults leak|overflow|undefined|race. */
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static int shared;

static void *increment(void *unused)
{
    for (int i = 0; i < 100000; i++)
        shared++;
    return unused;
}

static void race(void)
{
    pthread_t other;
    pthread_create(&other, NULL, increment, NULL);
    increment(NULL);
    pthread_join(other, NULL);
}

static void *volatile lost;

static void leak(void)
{
    lost = malloc(100);
    lost = NULL;
}

static int overflow(volatile int past_the_end)
{
    int array[4] = {0};
    return array[past_the_end];
}

static int undefined(volatile int largest)
{
    return largest + 1;
}

int main(int count, char **arguments)
{
    const char *fault = count > 1 ? arguments[1] : "";
    if (strcmp(fault, "leak") == 0)
        leak();
    else if (strcmp(fault, "overflow") == 0)
        shared = overflow(4);
    else if (strcmp(fault, "undefined") == 0)
        shared = undefined(INT_MAX);
    else if (strcmp(fault, "race") == 0)
        race();
    return 0;
}
