/* The files of lua/whisker inside the program, written at build time by embed.c. */
#ifndef WHISKER_LUA_EMBEDDED_H
#define WHISKER_LUA_EMBEDDED_H

#include <stddef.h>

typedef struct embedded_file {
    const char *name; /* "whisker/cli.lua" */
    const char *bytes;
    size_t length;
} embedded_file;

/* A NULL name ends the list. */
extern const embedded_file embedded_files[];

#endif
