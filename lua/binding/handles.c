/* Handles: userdata that hold one pointer of the library until they are closed or collected. */
#include "binding.h"

typedef struct handle {
    void *pointer;
    int is_borrowed;
} handle;

void make_handle_type(lua_State *L, const char *type, const luaL_Reg *const *methods, lua_CFunction close)
{
    luaL_newmetatable(L, type);                       // metatable
    lua_newtable(L);                                  // metatable methods
    for (; *methods != NULL; methods++)
        register_functions(L, *methods, 1);
    lua_setfield(L, -2, "__index");                   // metatable
    lua_pushcfunction(L, close);                      // metatable close
    lua_pushvalue(L, -1);                             // metatable close close
    lua_setfield(L, -3, "__gc");                      // metatable close
    lua_setfield(L, -2, "__close");                   // metatable
    lua_pop(L, 1);                                    //
}

void **push_handle(lua_State *L, const char *type)
{
    handle *made = lua_newuserdatauv(L, sizeof *made, 1);
    made->pointer = NULL;
    made->is_borrowed = 0;
    luaL_setmetatable(L, type);
    return &made->pointer;
}

void push_borrowed(lua_State *L, const char *type, void *pointer)
{
    handle *made = lua_newuserdatauv(L, sizeof *made, 1); // handle
    made->pointer = pointer;
    made->is_borrowed = 1;
    luaL_setmetatable(L, type);
}

void *take_handle(lua_State *L, int index, const char *type)
{
    const handle *self = luaL_testudata(L, index, type);
    if (self == NULL)
        misuse_type(L, index, type);
    else if (self->pointer == NULL)
        misuse(L, index, "this %s is closed", type);
    return self->pointer;
}

void *handle_pointer(lua_State *L, int place, const char *type)
{
    const handle *self = luaL_testudata(L, place, type);
    return self != NULL ? self->pointer : NULL;
}

void *empty_handle(lua_State *L, const char *type)
{
    handle *self = luaL_testudata(L, 1, type);
    if (self == NULL)
        return NULL;
    void *pointer = self->pointer;
    self->pointer = NULL;
    return self->is_borrowed ? NULL : pointer;
}
