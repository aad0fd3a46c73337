/* The Lua state of a session: a trusted one with the layer and session.lua inside, which run the config in a guarded
 * state of its own. Every call is made under the session's lock. */
#ifndef WHISKER_PLUGIN_LUA_SIDE_H
#define WHISKER_PLUGIN_LUA_SIDE_H

#include "problems.h"

#include <lauxlib.h>
#include <lua.h>

typedef struct lua_side {
    lua_State *L;
    int session;     /* what session.lua made, in the registry */
    int table;       /* the table of draws as a whisker.Table, borrowed */
} lua_side;

/* ---- life ---- */

int32_t lua_side_open(lua_side *side, whisker_table *table, whisker_error *error);
void lua_side_close(lua_side *side);

/* ---- calls ---- */

/* Run body(L) with `context` as its one argument, protected. An error that Lua raises becomes a status: NO_MEMORY, or
 * BAD_OPTION, as only a config's functions raise. The stack is empty before and after. */
int32_t lua_side_run(lua_side *side, lua_CFunction body, void *context, whisker_error *error);

/* Inside a body: push method `name` of the session and the session itself. */
void lua_side_push_method(lua_State *L, const lua_side *side, const char *name);
/* Inside a body: push the table of draws. */
void lua_side_push_table(lua_State *L, const lua_side *side);
/* The status of nil, message, code that stand from `index` on; OK when there is no nil. */
int32_t lua_side_status(lua_State *L, int index, whisker_error *error);

/* ---- small things ---- */

/* Push a function(code, source, line, text, count) that notes a problem. */
void lua_side_push_note(lua_State *L, session_problems *problems);
/* A field of the table on top: NaN and 0 for nil. */
double lua_side_number(lua_State *L, const char *field);
int64_t lua_side_count(lua_State *L, const char *field);
/* Set a field of the table on top; nil for NaN. */
void lua_side_set_number(lua_State *L, const char *field, double value);

#endif
