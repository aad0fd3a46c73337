/* A box: one guarded Lua state with its budgets. The host's state is always called L, the guarded one G. */
#ifndef WHISKER_SANDBOX_BOX_H
#define WHISKER_SANDBOX_BOX_H

#include <lauxlib.h>
#include <lua.h>

#include <stddef.h>
#include <stdint.h>

typedef struct box {
    lua_State *G;
    /* memory */
    size_t bytes_used, bytes_allowed;
    size_t bytes_taken;   /* since the last tick: filling memory is work as well */
    /* time */
    int64_t steps_allowed; /* of one run, about one VM instruction each */
    int64_t steps_left;
    double seconds_allowed; /* processor time of one run: a net under what steps do not see */
    double ends;
    uint32_t ticks;
    int is_spent, is_running;
    /* surroundings */
    lua_State *L;    /* the host, while a run lasts */
    char *name;      /* of the config, for messages */
    char *folder;    /* as given, or NULL: require finds no files */
    char *real_folder;
    char *log;       /* what was printed in this run */
    size_t log_length;
} box;

/* ---- life (box.c) ---- */

/* Start the state of a box whose budgets are set; 0 when memory is out. */
int box_open(box *box);
void box_close(box *box);
box *box_of(lua_State *G);

/* lua_pcall in G under fresh budgets: LUA_OK, or a status with the message on top of G's stack. */
int box_run(box *box, lua_State *L, int n_arguments, int n_results);
/* Account for work that a C function is about to do; raises in G when the budget is spent. */
void box_charge(lua_State *G, int64_t steps);

/* ---- what G finds inside ---- */

void open_libraries(lua_State *G);         /* libraries.c: all of it */
void open_ordered(lua_State *G);           /* ordered.c: pairs and next into the table on top of the stack */
void open_patterns(lua_State *G);          /* patterns.c: find, match, gmatch, gsub likewise */
void open_require(lua_State *G);           /* modules.c: require likewise */
void push_sorted_keys(lua_State *G, int table); /* ordered.c: a list of the keys of a table in a fixed order */
void push_plain_text(lua_State *G, int index);  /* libraries.c: tostring without addresses */

#endif
