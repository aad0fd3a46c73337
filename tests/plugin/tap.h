/* TAP for plain C programs: Criterion's children do not run under ThreadSanitizer, nor may they be killed. */
#ifndef WHISKER_TESTS_PLUGIN_TAP_H
#define WHISKER_TESTS_PLUGIN_TAP_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_count, tap_failed;

/* One test; what follows its name is shown when it fails. */
__attribute__((format(printf, 3, 4))) static inline int passes(const char *name, int condition, const char *format, ...)
{
    va_list arguments;
    printf("%s %d - %s\n", condition ? "ok" : "not ok", ++tap_count, name);
    tap_failed += !condition;
    if (!condition) {
        char text[4000];
        va_start(arguments, format);
        vsnprintf(text, sizeof text, format, arguments);
        va_end(arguments);
        printf("# ");
        for (const char *c = text; *c != '\0'; c++)
            printf(*c == '\n' ? "%c# " : "%c", *c);
        printf("\n");
    }
    fflush(stdout);
    return condition;
}

static inline int same_text(const char *name, const char *found, const char *expected)
{
    int same = found != NULL && expected != NULL && strcmp(found, expected) == 0;
    return passes(name, same, "found:\n%.1500s\nexpected:\n%.1500s", found != NULL ? found : "nothing",
                  expected != NULL ? expected : "nothing");
}

static inline int same_count(const char *name, long long found, long long expected)
{
    return passes(name, found == expected, "found %lld, expected %lld", found, expected);
}

static inline int tap_end(void)
{
    printf("1..%d\n", tap_count);
    return tap_failed > 0;
}

#endif
