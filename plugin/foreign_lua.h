/* Whose Lua this library's calls reach. */
#ifndef WHISKER_PLUGIN_FOREIGN_LUA_H
#define WHISKER_PLUGIN_FOREIGN_LUA_H

#include "whisker_plugin.h"

/* Statuses: UNSUPPORTED, when the process exports another Lua to everybody and our calls bind to it. */
int32_t foreign_lua_check(whisker_error *error);

#endif
