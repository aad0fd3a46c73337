/* newlines PATH: count line breaks in 1 MiB pieces: no reader can be faster on one core. */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    static char piece[1 << 20];
    int file = argc == 2 ? open(argv[1], O_RDONLY) : -1;
    long rows = 0;
    if (file < 0)
        return 2;
    for (ssize_t count; (count = read(file, piece, sizeof piece)) > 0;)
        for (const char *at = piece; (at = memchr(at, '\n', (size_t)(piece + count - at))) != NULL; at++)
            rows++;
    printf("%ld\n", rows);
    return 0;
}
