#define _POSIX_C_SOURCE 200809L
#include "box.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TICK = 100, TICKS_A_LOOK = 16, BYTES_A_STEP = 16 };

box *box_of(lua_State *G)
{
    return *(box **)lua_getextraspace(G);
}

/* ---- memory: a cap in the allocator. For a new block the old size is a type tag. ---- */

static void *allocate(void *context, void *block, size_t old_size, size_t new_size)
{
    box *box = context;
    if (block == NULL)
        old_size = 0;
    if (new_size == 0) {
        free(block);
        box->bytes_used -= old_size;
        return NULL;
    }
    if (new_size > old_size && new_size - old_size > box->bytes_allowed - box->bytes_used) {
        box->bytes_taken += 2 * box->bytes_used; /* Lua will walk over all of it for garbage */
        return NULL;
    }
    void *moved = realloc(block, new_size);
    if (moved == NULL)
        return NULL;
    box->bytes_used += new_size - old_size;
    box->bytes_taken += new_size;
    return moved;
}

/* ---- time ---- */

static double processor_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* "name:line: " of the function that runs; in a hook that is level 0, in a C function its caller at level 1. */
static void push_where(lua_State *G)
{
    lua_Debug at;
    for (int level = 0; lua_getstack(G, level, &at); level++) {
        lua_getinfo(G, "Sl", &at);
        if (at.currentline > 0) {
            lua_pushfstring(G, "%s:%d: ", at.short_src, at.currentline); // where
            return;
        }
    }
    lua_pushliteral(G, "");                           // where
}

static void tick(lua_State *G, lua_Debug *at);

/* Every instruction from here on raises again, so that no pcall can go on. */
static void stop(lua_State *G, box *box)
{
    box->is_spent = 1;
    lua_sethook(G, tick, LUA_MASKCOUNT, 1);
    push_where(G);                                    // where
    lua_pushfstring(G, "stopped: a config may not run for more than %I steps or %f seconds", // where message
                    (LUAI_UACINT)box->steps_allowed, (LUAI_UACNUMBER)box->seconds_allowed);
    lua_concat(G, 2);                                 // message
    lua_error(G);
}

void box_charge(lua_State *G, int64_t steps)
{
    box *box = box_of(G);
    box->steps_left -= steps < box->steps_left ? steps : box->steps_left;
    if (box->is_spent || box->steps_left == 0)
        stop(G, box);
}

static void tick(lua_State *G, lua_Debug *at)
{
    box *box = box_of(G);
    int64_t taken = (int64_t)(box->bytes_taken / BYTES_A_STEP);
    (void)at;
    box->bytes_taken = 0;
    box_charge(G, TICK + taken);
    if (box->ticks++ % TICKS_A_LOOK == 0 && processor_seconds() > box->ends)
        stop(G, box);
}

int box_run(box *box, lua_State *L, int n_arguments, int n_results)
{
    int host_top = lua_gettop(L);
    box->steps_left = box->steps_allowed;
    box->bytes_taken = 0;
    box->ends = processor_seconds() + box->seconds_allowed;
    box->is_spent = 0;
    box->is_running = 1;
    box->L = L;
    lua_sethook(box->G, tick, LUA_MASKCOUNT, TICK);
    int status = lua_pcall(box->G, n_arguments, n_results, 0);
    lua_sethook(box->G, NULL, 0, 0);
    box->L = NULL;
    box->is_running = 0;
    lua_settop(L, host_top);
    return status;
}

/* ---- life ---- */

int box_open(box *box)
{
    box->G = lua_newstate(allocate, box);
    if (box->G == NULL)
        return 0;
    memcpy(lua_getextraspace(box->G), &box, sizeof box);
    return 1;
}

void box_close(box *box)
{
    if (box->G != NULL)
        lua_close(box->G);
    free(box->name);
    free(box->folder);
    free(box->real_folder);
    free(box->log);
    memset(box, 0, sizeof *box);
}
