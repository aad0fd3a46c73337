/* The Lua layer inside a program or a library, in a Lua state of its own. */
#ifndef WHISKER_LUA_LAYER_H
#define WHISKER_LUA_LAYER_H

#include <lua.h>

#include <whisker.h>

/* Open Lua's libraries, whisker.core, whisker.guard and the embedded files, which are found before any on disk. The
 * state is a trusted one: configs run in states of their own, made by whisker.guard. */
void open_layer(lua_State *L);

/* Let all long calls of this state report to a work, which must outlive it. */
void watch_layer(lua_State *L, whisker_work *work);

#endif
