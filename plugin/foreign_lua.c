/* An executable that exports lua_* to everybody, as luajit does, comes first when the loader binds our calls: those
 * that it has go to it, those that only Lua 5.4 has go to liblua5.4, and the first mixture of both is a crash. So the
 * objects that both kinds come from must be one and the same. Nothing of Lua is called before that is known. */
#define _GNU_SOURCE
#include "foreign_lua.h"

#include "base/error.h"

#include <lauxlib.h>
#include <lualib.h>

#include <dlfcn.h>

/* The object that holds the code at an address, NULL when it is not known. */
static const void *object_of(const void *address, const char **name)
{
    Dl_info found;
    if (dladdr(address, &found) == 0)
        return NULL;
    *name = found.dli_fname;
    return found.dli_fbase;
}

/* A function's address as data: POSIX has dlsym give it so. */
typedef union code {
    void (*function)(void);
    const void *address;
} code;

int32_t foreign_lua_check(whisker_error *error)
{
    /* lua_newuserdatauv came with 5.4; the others are as old as Lua 5.1 and LuaJIT. */
    const code ours = {.function = (void (*)(void))lua_newuserdatauv};
    const code common[] = {
        {.function = (void (*)(void))lua_newstate},   {.function = (void (*)(void))lua_close},
        {.function = (void (*)(void))lua_settop},     {.function = (void (*)(void))luaL_newstate},
        {.function = (void (*)(void))luaL_openlibs},  {.function = (void (*)(void))luaL_loadbufferx},
    };
    const char *name = "this process";
    const void *object = object_of(ours.address, &name);
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (object_of(common[i].address, &name) != object)
            return error_set(error, WHISKER_UNSUPPORTED,
                             "%.300s exports a Lua of its own, which this library would call instead of Lua 5.4; use "
                             "libwhisker and the Lua layer in such a process", name);
    if (lua_version(NULL) != LUA_VERSION_NUM) /* from 5.4 on it looks at no state */
        return error_set(error, WHISKER_UNSUPPORTED, "the Lua of %.300s is not Lua 5.4", name);
    return WHISKER_OK;
}
