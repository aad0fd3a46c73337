/* Values cross between two Lua states as deep copies of plain data: packed into bytes in the one, unpacked in the
 * other, so that an error on either side unwinds only its own state. */
#ifndef WHISKER_SANDBOX_COPY_H
#define WHISKER_SANDBOX_COPY_H

#include <lua.h>

#include <stddef.h>
#include <stdint.h>

enum { DEEPEST_VALUE = 32, MOST_VALUES = 1000000, LONGEST_NAME = 200, LONGEST_TEXT = 16777216 };

/* The number of the function at `index`, or -1 when it cannot cross. */
typedef int64_t number_function(lua_State *from, int index, void *context);
/* Push the function of that number. */
typedef void push_function(lua_State *to, int64_t number, void *context);

/* Push a userdata holding the values from `first` to the top. What cannot cross raises, with its place: `names` says
 * what value i is called, such as "argument %d"; with names NULL it is one value, and its fields are called by their
 * own names alone. who is what the message begins with, "" for nothing. */
void pack_values(lua_State *from, int first, const char *names, const char *who, number_function *number_of,
                 void *context);
/* Push the values in the bytes of pack_values; returns how many. */
int unpack_values(lua_State *to, const void *bytes, push_function *push, void *context);

#endif
