/* The module whisker.guard for Lua 5.4: configs run in states of their own. See sandbox.c. */
#ifndef WHISKER_LUA_SANDBOX_H
#define WHISKER_LUA_SANDBOX_H

#include <lua.h>

/* Registry field of the host: function(module name) -> source, chunk name; for modules that are on no disk. */
#define GUARD_SOURCES "whisker.guard.sources"

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
int luaopen_whisker_guard(lua_State *L);

#endif
