/* A process that exports functions of another Lua to everybody: a session is refused before any of them is called. */
#include "whisker_plugin.h"
#include "tap.h"

/* As the linker sees them; whoever calls one of them has not looked. */
#define FOREIGN(name)                                                                                                  \
    void name(void);                                                                                                   \
    __attribute__((visibility("default"))) void name(void)                                                            \
    {                                                                                                                  \
        printf("Bail out! " #name " was called\n");                                                                   \
        abort();                                                                                                       \
    }
FOREIGN(lua_newstate)
FOREIGN(lua_close)
FOREIGN(lua_settop)
FOREIGN(luaL_newstate)
FOREIGN(luaL_openlibs)

int main(void)
{
    whisker_session *session = (whisker_session *)&session;
    whisker_error error = {.line = 0};
    same_count("a session is refused", whisker_session_open(NULL, &session, &error), WHISKER_UNSUPPORTED);
    passes("there is none", session == NULL, "%s", "");
    passes("the process is named", strstr(error.text, "plugin_foreign exports a Lua of its own") != NULL, "%s", error.text);
    return tap_end();
}
