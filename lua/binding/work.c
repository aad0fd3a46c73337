/* Long work: how far it is, and an end before its time. A work is a handle that other threads may look at, for Lua has but
 * one: the program draws its bar from it. */
#include "binding.h"

static const char of_all = 0; /* its address is the key in the registry */

whisker_work *work_of_all(lua_State *L)
{
    whisker_work *work = NULL;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &of_all) != LUA_TNIL) // work
        work = handle_pointer(L, -1, WORK_TYPE);
    lua_pop(L, 1);                                    //
    return work;
}

void push_work_of_all(lua_State *L, whisker_work *work)
{
    push_borrowed(L, WORK_TYPE, work);                // work
    lua_pushvalue(L, -1);                             // work work
    lua_rawsetp(L, LUA_REGISTRYINDEX, &of_all);       // work
}

/* core.work() -> work */
static int new_work(lua_State *L)
{
    whisker_error error = {0};
    void **place = push_handle(L, WORK_TYPE);         // work
    whisker_work *work = NULL;
    int32_t status = whisker_work_new(NULL, &work, &error);
    *place = work;
    return status == WHISKER_OK ? 1 : push_failure(L, 1, status, &error, NULL);
}

/* core.watch_all(work): what all calls report to that name no work of their own; nil: nothing. */
static int watch_all(lua_State *L)
{
    lua_settop(L, 1);                                 // work
    if (!lua_isnil(L, 1))
        take_handle(L, 1, WORK_TYPE);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &of_all);       //
    return 0;
}

static int work_done(lua_State *L)
{
    lua_pushnumber(L, whisker_work_done(take_handle(L, 1, WORK_TYPE))); // done
    return 1;
}

static int work_stop(lua_State *L)
{
    whisker_work_stop(take_handle(L, 1, WORK_TYPE));
    return 0;
}

static int work_stopped(lua_State *L)
{
    lua_pushboolean(L, whisker_work_stopped(take_handle(L, 1, WORK_TYPE))); // stopped
    return 1;
}

int work_close(lua_State *L)
{
    whisker_work_free(empty_handle(L, WORK_TYPE));
    return 0;
}

const luaL_Reg work_functions[] = {
    {"work", new_work},
    {"watch_all", watch_all},
    {NULL, NULL},
};

const luaL_Reg work_methods[] = {
    {"done", work_done},
    {"stop", work_stop},
    {"stopped", work_stopped},
    {"close", work_close},
    {NULL, NULL},
};
