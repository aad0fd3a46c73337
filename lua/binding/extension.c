/* Extensions: formats and statistics out of shared objects. The handle keeps the object loaded. */
#include "binding.h"

int extension_close(lua_State *L)
{
    whisker_extension_free(empty_handle(L, EXTENSION_TYPE));
    return 0;
}

static const whisker_extension *take_extension(lua_State *L, int index)
{
    return take_handle(L, index, EXTENSION_TYPE);
}

static int extension_open(lua_State *L)
{
    const char *path = take_text(L, 1, NULL);
    void **place = push_handle(L, EXTENSION_TYPE);    // extension
    whisker_extension *extension;
    whisker_error error = {0};
    int32_t status = whisker_extension_open(NULL, path, &extension, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, path);
    *place = extension;
    return 1;
}

static void set_text(lua_State *L, const char *key, const char *text)
{
    lua_pushstring(L, text);                          // table text
    lua_setfield(L, -2, key);                         // table
}

static int extension_about(lua_State *L)
{
    const whisker_extension_about *about = whisker_extension_about_of(take_extension(L, 1));
    lua_createtable(L, 0, 2);                         // about
    set_text(L, "name", about->name);
    set_text(L, "version", about->version);
    return 1;
}

static int extension_formats(lua_State *L)
{
    const whisker_extension *extension = take_extension(L, 1);
    lua_newtable(L);                                  // list
    for (int32_t i = 0; i < whisker_extension_formats(extension); i++) {
        const whisker_format *format = whisker_extension_format(extension, i);
        lua_createtable(L, 0, 2);                     // list format
        set_text(L, "name", format->name);
        set_text(L, "title", format->title);
        lua_rawseti(L, -2, i + 1);                    // list
    }
    return 1;
}

static void set_columns(lua_State *L, const whisker_statistic *statistic)
{
    lua_newtable(L);                                  // statistic columns
    for (int32_t i = 0; i < statistic->n_columns; i++) {
        lua_pushstring(L, statistic->columns[i]);     // statistic columns name
        lua_rawseti(L, -2, i + 1);                    // statistic columns
    }
    lua_setfield(L, -2, "columns");                   // statistic
}

static int extension_statistics(lua_State *L)
{
    const whisker_extension *extension = take_extension(L, 1);
    lua_newtable(L);                                  // list
    for (int32_t i = 0; i < whisker_extension_statistics(extension); i++) {
        const whisker_statistic *statistic = whisker_extension_statistic(extension, i);
        lua_createtable(L, 0, 2);                     // list statistic
        set_text(L, "name", statistic->name);
        set_columns(L, statistic);
        lua_rawseti(L, -2, i + 1);                    // list
    }
    return 1;
}

/* ---- a format at work ---- */

typedef struct format_call {
    const whisker_format *format;
    whisker_format_file file;
} format_call;

/* extension, format, path, head */
static format_call take_call(lua_State *L, int path)
{
    const whisker_extension *extension = take_extension(L, 1);
    format_call call = {.file.size = sizeof call.file};
    int64_t place = take_place(L, 2, whisker_extension_formats(extension), "format");
    call.format = whisker_extension_format(extension, (int32_t)place);
    call.file.path = take_text(L, path, NULL);
    call.file.head = take_text(L, path + 1, &call.file.head_length);
    return call;
}

static int extension_recognise(lua_State *L)
{
    format_call call = take_call(L, 3);
    lua_pushboolean(L, call.format->recognise(&call.file) == 1); // is_one
    return 1;
}

static int extension_read(lua_State *L)
{
    format_call call = take_call(L, 4);
    whisker_table *table = take_whisker_table(L, 3);
    whisker_scan_result result = {.size = sizeof result};
    whisker_error error = {0};
    int64_t rows = whisker_table_rows(table);
    int32_t status = call.format->read(&call.file, table, &result, &error);
    if (status != WHISKER_OK) {
        whisker_table_truncate(table, rows);
        error.text[sizeof error.text - 1] = '\0';
        return push_failure(L, 4, status, &error, call.file.path);
    }
    if (result.first_row < rows || result.last_row < result.first_row || result.last_row > whisker_table_rows(table))
        return misuse(L, 2, "the format '%s' reports rows that it did not add", call.format->name);
    push_scan_result(L, &result);
    return 1;
}

const luaL_Reg extension_methods[] = {
    {"about", extension_about},
    {"formats", extension_formats},
    {"statistics", extension_statistics},
    {"recognise", extension_recognise},
    {"read", extension_read},
    {"close", extension_close},
    {NULL, NULL},
};

const luaL_Reg extension_functions[] = {
    {"extension", extension_open},
    {NULL, NULL},
};
