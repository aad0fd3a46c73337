/* whisker.Table: columns of the draws as they came. */
#include "binding.h"

#include <math.h>
#include <string.h>

/* ---- arguments ---- */

whisker_table *take_whisker_table(lua_State *L, int index)
{
    return take_handle(L, index, TABLE_TYPE);
}

static int raise_no_column(lua_State *L, int index, const whisker_table *table, const char *role, const char *name)
{
    const char *colon = role[0] != '\0' ? ": " : "";
    nearest_name nearest = nearest_start(name);
    for (int32_t i = 0; i < whisker_table_columns(table); i++)
        nearest_try(&nearest, whisker_table_column_name(table, i, NULL));
    if (nearest.best == NULL)
        return misuse(L, index, "%s%sno column is called '%s'", role, colon, name);
    return misuse(L, index, "%s%sno column is called '%s'; did you mean '%s'?", role, colon, name, nearest.best);
}

int32_t take_column(lua_State *L, int index, const whisker_table *table)
{
    size_t length;
    const char *name = take_text(L, index, &length);
    int32_t column = whisker_table_find(table, name, length);
    return column != WHISKER_NO_COLUMN ? column : raise_no_column(L, index, table, "", name);
}

int32_t find_column(lua_State *L, int index, const whisker_table *table, const char *role, int at, int32_t kind)
{
    size_t length;
    const char *name = lua_tolstring(L, at, &length); /* a name out of a log may hold a NUL */
    int32_t column = whisker_table_find(table, name, length);
    if (column == WHISKER_NO_COLUMN)
        raise_no_column(L, index, table, role, name);
    int32_t found = whisker_table_column_kind(table, column);
    if (kind != 0 && found != kind)
        misuse(L, index, "%s: column '%s' is a %s column, not a %s one", role, name, kind_name(found), kind_name(kind));
    return column;
}

static int32_t take_column_of_kind(lua_State *L, int index, const whisker_table *table, int32_t kind)
{
    int32_t column = take_column(L, index, table);
    int32_t found = whisker_table_column_kind(table, column);
    if (found != kind)
        misuse(L, index, "column '%s' is a %s column, not a %s one", lua_tostring(L, index), kind_name(found),
               kind_name(kind));
    return column;
}

static int32_t take_kind(lua_State *L, int index)
{
    take_text(L, index, NULL);
    lua_pushvalue(L, index);                          // kind
    int32_t kind = name_number(L, index, "kind", kind_name);
    lua_pop(L, 1);                                    //
    return kind;
}

static int64_t take_row(lua_State *L, int index, const whisker_table *table)
{
    return take_place(L, index, whisker_table_rows(table), "row");
}

/* Rows first to last, both ends included and counted from 1, as first and one past the last from 0. */
static void take_rows(lua_State *L, int index, const whisker_table *table, int64_t *first, int64_t *last)
{
    int64_t rows = whisker_table_rows(table);
    int64_t from = take_integer(L, index), to = take_integer(L, index + 1);
    if (from < 1 || to > rows || to < from - 1)
        misuse(L, index, "rows %I to %I are not within 1 to %I", (LUAI_UACINT)from, (LUAI_UACINT)to, (LUAI_UACINT)rows);
    *first = from - 1;
    *last = to;
}

int32_t intern(lua_State *L, int index, whisker_table *table, const char *text, size_t length)
{
    int32_t symbol = WHISKER_NO_SYMBOL;
    whisker_error error = {0};
    int32_t status = whisker_table_intern(table, text, length, &symbol, &error);
    if (status == WHISKER_NO_MEMORY)
        luaL_error(L, "not enough memory");
    else if (status != WHISKER_OK)
        misuse(L, index, "%s", error.text);
    return symbol;
}

static int32_t take_symbol(lua_State *L, int index, whisker_table *table)
{
    size_t length;
    if (lua_isnil(L, index))
        return WHISKER_NO_SYMBOL;
    const char *text = take_text(L, index, &length);
    return intern(L, index, table, text, length);
}

/* ---- shape ---- */

int table_close(lua_State *L)
{
    whisker_table_free(empty_handle(L, TABLE_TYPE));
    return 0;
}

static int table_new(lua_State *L)
{
    whisker_error error = {0};
    void **place = push_handle(L, TABLE_TYPE);        // table
    whisker_table *table;
    int32_t status = whisker_table_new(NULL, &table, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    *place = table;
    return 1;
}

static int table_rows(lua_State *L)
{
    lua_pushinteger(L, whisker_table_rows(take_whisker_table(L, 1))); // rows
    return 1;
}

static int table_columns(lua_State *L)
{
    const whisker_table *table = take_whisker_table(L, 1);
    int32_t count = whisker_table_columns(table);
    lua_createtable(L, count, 0);                     // names
    for (int32_t i = 0; i < count; i++) {
        size_t length;
        const char *name = whisker_table_column_name(table, i, &length);
        lua_pushlstring(L, name, length);             // names name
        lua_rawseti(L, -2, i + 1);                    // names
    }
    return 1;
}

static int table_kind(lua_State *L)
{
    const whisker_table *table = take_whisker_table(L, 1);
    size_t length;
    const char *name = take_text(L, 2, &length);
    int32_t column = whisker_table_find(table, name, length);
    lua_pushstring(L, kind_name(whisker_table_column_kind(table, column))); // kind or nil
    return 1;
}

static int table_add_column(lua_State *L)
{
    whisker_table *table = take_whisker_table(L, 1);
    size_t length;
    const char *name = take_text(L, 2, &length);
    int32_t kind = take_kind(L, 3), column;
    whisker_error error = {0};
    int32_t status = whisker_table_add_column(table, name, length, kind, &column, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    lua_pushboolean(L, 1);                            // true
    return 1;
}

static int table_add_rows(lua_State *L)
{
    whisker_table *table = take_whisker_table(L, 1);
    int64_t count = take_integer(L, 2), first;
    whisker_error error = {0};
    int32_t status = whisker_table_add_rows(table, count, &first, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    lua_pushinteger(L, first + 1);                    // first
    return 1;
}

static int table_truncate(lua_State *L)
{
    whisker_table *table = take_whisker_table(L, 1);
    int64_t rows = take_integer(L, 2);
    if (rows < 0 || rows > whisker_table_rows(table))
        misuse(L, 2, "a table of %I rows cannot keep %I", (LUAI_UACINT)whisker_table_rows(table), (LUAI_UACINT)rows);
    whisker_table_truncate(table, rows);
    return 0;
}

/* ---- cells ---- */

void push_symbol(lua_State *L, const whisker_table *table, int32_t symbol)
{
    size_t length;
    const char *text = symbol == WHISKER_NO_SYMBOL ? NULL : whisker_table_text(table, symbol, &length);
    if (text == NULL)
        lua_pushnil(L);
    else
        lua_pushlstring(L, text, length);
}

static int table_get(lua_State *L)
{
    const whisker_table *table = take_whisker_table(L, 1);
    int64_t row = take_row(L, 2, table);
    int32_t column = take_column(L, 3, table);
    const double *reals = whisker_table_column_reals(table, column);
    const int32_t *symbols = whisker_table_column_symbols(table, column);
    if (reals != NULL && !isnan(reals[row]))
        lua_pushnumber(L, reals[row]);                // number
    else
        push_symbol(L, table, symbols != NULL ? symbols[row] : WHISKER_NO_SYMBOL); // text or nil
    return 1;
}

/* A number for a column of texts: as text, with as many digits as it needs. */
static int32_t number_symbol(lua_State *L, int index, whisker_table *table)
{
    char text[32];
    size_t length = whisker_number_text(lua_tonumber(L, index), 0, text);
    return intern(L, index, table, text, length);
}

static int32_t set_real(lua_State *L, whisker_table *table, int64_t row, int32_t column, whisker_error *error)
{
    double number = NAN;
    size_t length = 0;
    const char *text = lua_type(L, 4) == LUA_TSTRING ? lua_tolstring(L, 4, &length) : NULL;
    if (text == NULL)
        number = take_number(L, 4);
    else if (!whisker_number_parse(text, length, &number))
        return whisker_table_set_symbol(table, row, column, intern(L, 4, table, text, length), error);
    return whisker_table_set_real(table, row, column, number, error);
}

static int table_set(lua_State *L)
{
    whisker_table *table = take_whisker_table(L, 1);
    int64_t row = take_row(L, 2, table);
    int32_t column = take_column(L, 3, table), status;
    whisker_error error = {0};
    if (whisker_table_column_kind(table, column) == WHISKER_REAL) {
        status = set_real(L, table, row, column, &error);
    } else {
        int is_number = lua_type(L, 4) == LUA_TNUMBER;
        int32_t symbol = is_number ? number_symbol(L, 4, table) : take_symbol(L, 4, table);
        status = whisker_table_set_symbol(table, row, column, symbol, &error);
    }
    return status == WHISKER_OK ? 0 : push_failure(L, 4, status, &error, NULL);
}

static int table_fill(lua_State *L)
{
    whisker_table *table = take_whisker_table(L, 1);
    int32_t column = take_column_of_kind(L, 2, table, WHISKER_SYMBOL);
    int64_t first, last;
    take_rows(L, 3, table, &first, &last);
    int32_t symbol = take_symbol(L, 5, table);
    whisker_error error = {0};
    int32_t status = whisker_table_fill(table, column, first, last, symbol, &error);
    return status == WHISKER_OK ? 0 : push_failure(L, 2, status, &error, NULL);
}

/* ---- whole columns ---- */

static int table_distinct(lua_State *L)
{
    const whisker_table *table = take_whisker_table(L, 1);
    int32_t column = take_column(L, 2, table), count;
    int64_t first, last;
    take_rows(L, 3, table, &first, &last);
    whisker_error error = {0};
    int32_t status = whisker_table_distinct(table, column, first, last, NULL, 0, &count, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    int32_t *symbols = push_array(L, count, sizeof *symbols); // symbols
    status = whisker_table_distinct(table, column, first, last, symbols, count, &count, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    lua_createtable(L, count, 0);                     // symbols texts
    for (int32_t i = 0; i < count; i++) {
        push_symbol(L, table, symbols[i]);            // symbols texts text
        lua_rawseti(L, -2, i + 1);                    // symbols texts
    }
    return 1;
}

static int64_t count_entries(lua_State *L, int index)
{
    int64_t count = 0;
    lua_pushnil(L);                                   // nil
    while (lua_next(L, index) != 0) {                 // key value
        lua_pop(L, 1);                                // key
        count++;
    }
    return count;
}

/* The entry (key value) on top of the stack, of a map whose keys are texts. */
static void check_entry(lua_State *L, int index, int value_type)
{
    if (lua_type(L, -2) != LUA_TSTRING)
        misuse(L, index, "texts expected as keys, got a %s", luaL_typename(L, -2));
    if (lua_type(L, -1) != value_type)
        misuse(L, index, "the value of '%s' must be a %s, got %s", lua_tostring(L, -2), lua_typename(L, value_type),
               luaL_typename(L, -1));
}

static int table_recode(lua_State *L)
{
    whisker_table *table = take_whisker_table(L, 1);
    int32_t column = take_column_of_kind(L, 2, table, WHISKER_REAL), count = 0;
    int64_t first, last, changed;
    take_rows(L, 3, table, &first, &last);
    take_table(L, 5);
    int64_t entries = count_entries(L, 5);
    int32_t *symbols = push_array(L, entries, sizeof *symbols); // symbols
    double *values = push_array(L, entries, sizeof *values);    // symbols values
    lua_pushnil(L);                                   // symbols values nil
    while (lua_next(L, 5) != 0) {                     // symbols values text number
        size_t length;
        check_entry(L, 5, LUA_TNUMBER);
        const char *text = lua_tolstring(L, -2, &length);
        symbols[count] = whisker_table_symbol(table, text, length);
        values[count] = lua_tonumber(L, -1);
        count += symbols[count] != WHISKER_NO_SYMBOL;
        lua_pop(L, 1);                                // symbols values text
    }
    whisker_error error = {0};
    int32_t status = whisker_table_recode(table, column, first, last, count, symbols, values, &changed, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 5, status, &error, NULL);
    lua_pushinteger(L, changed);                      // symbols values changed
    return 1;
}

static int table_replace(lua_State *L)
{
    whisker_table *table = take_whisker_table(L, 1);
    int32_t column = take_column_of_kind(L, 2, table, WHISKER_SYMBOL), count = 0;
    take_table(L, 3);
    int64_t entries = count_entries(L, 3);
    int32_t *from = push_array(L, entries, sizeof *from); // from
    int32_t *to = push_array(L, entries, sizeof *to); // from to
    lua_pushnil(L);                                   // from to nil
    while (lua_next(L, 3) != 0) {                     // from to old new
        size_t length;
        check_entry(L, 3, LUA_TSTRING);
        const char *text = lua_tolstring(L, -2, &length);
        from[count] = whisker_table_symbol(table, text, length);
        if (from[count] != WHISKER_NO_SYMBOL) {
            text = lua_tolstring(L, -1, &length);
            to[count++] = intern(L, 3, table, text, length);
        }
        lua_pop(L, 1);                                // from to old
    }
    whisker_error error = {0};
    int32_t status = whisker_table_replace(table, column, count, from, to, &error);
    return status == WHISKER_OK ? 0 : push_failure(L, 3, status, &error, NULL);
}

static int table_scale(lua_State *L)
{
    whisker_table *table = take_whisker_table(L, 1);
    int32_t column = take_column_of_kind(L, 2, table, WHISKER_REAL);
    int64_t first, last;
    take_rows(L, 3, table, &first, &last);
    double factor = take_number(L, 5), offset = take_number(L, 6);
    whisker_error error = {0};
    int32_t status = whisker_table_scale(table, column, first, last, factor, offset, &error);
    return status == WHISKER_OK ? 0 : push_failure(L, 5, status, &error, NULL);
}

static int table_blank(lua_State *L)
{
    whisker_table *table = take_whisker_table(L, 1);
    int32_t column = take_column_of_kind(L, 2, table, WHISKER_REAL);
    int64_t first, last, changed;
    take_rows(L, 3, table, &first, &last);
    double number = take_number(L, 5);
    whisker_error error = {0};
    int32_t status = whisker_table_blank(table, column, first, last, number, &changed, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 5, status, &error, NULL);
    lua_pushinteger(L, changed);                      // changed
    return 1;
}

static int table_clear(lua_State *L)
{
    whisker_table *table = take_whisker_table(L, 1);
    int32_t column = take_column(L, 2, table), where = take_column_of_kind(L, 3, table, WHISKER_SYMBOL);
    size_t length;
    const char *text = take_text(L, 4, &length);
    int64_t first, last, changed = 0;
    take_rows(L, 5, table, &first, &last);
    int32_t symbol = whisker_table_symbol(table, text, length);
    whisker_error error = {0};
    int32_t status = WHISKER_OK;
    if (symbol != WHISKER_NO_SYMBOL)
        status = whisker_table_clear(table, column, where, symbol, first, last, &changed, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    lua_pushinteger(L, changed);                      // changed
    return 1;
}

static int table_match(lua_State *L)
{
    whisker_table *table = take_whisker_table(L, 1);
    int32_t one = take_column_of_kind(L, 2, table, WHISKER_SYMBOL);
    int32_t other = take_column_of_kind(L, 3, table, WHISKER_SYMBOL);
    int32_t into = take_column_of_kind(L, 4, table, WHISKER_REAL);
    int64_t first, last;
    take_rows(L, 5, table, &first, &last);
    whisker_error error = {0};
    int32_t status = whisker_table_match(table, one, other, into, first, last, &error);
    return status == WHISKER_OK ? 0 : push_failure(L, 2, status, &error, NULL);
}

static int table_join(lua_State *L)
{
    enum { MOST_COLUMNS_JOINED = 8 };
    whisker_table *table = take_whisker_table(L, 1);
    take_table(L, 2);
    int64_t count = list_length(L, 2), first, last;
    int32_t columns[MOST_COLUMNS_JOINED];
    const char *separator = take_text(L, 3, NULL);
    int32_t into = take_column(L, 4, table);
    take_rows(L, 5, table, &first, &last);
    if (count < 1 || count > MOST_COLUMNS_JOINED)
        misuse(L, 2, "one to %d columns can be joined", MOST_COLUMNS_JOINED);
    for (int64_t i = 0; i < count; i++) {
        lua_rawgeti(L, 2, i + 1);                     // name
        if (lua_type(L, -1) != LUA_TSTRING)
            misuse(L, 2, "columns are named by texts");
        columns[i] = find_column(L, 2, table, "join", -1, WHISKER_SYMBOL);
        lua_pop(L, 1);                                //
    }
    whisker_error error = {0};
    int32_t status = whisker_table_join(table, (int32_t)count, columns, separator, into, first, last, &error);
    return status == WHISKER_OK ? 0 : push_failure(L, 2, status, &error, NULL);
}

static int table_count_empty(lua_State *L)
{
    whisker_table *table = take_whisker_table(L, 1);
    take_table(L, 2);
    int64_t count = list_length(L, 2), first, last, empty = 0;
    take_rows(L, 3, table, &first, &last);
    int32_t *columns = push_array(L, count, sizeof *columns); // room
    for (int64_t i = 0; i < count; i++) {
        lua_rawgeti(L, 2, i + 1);                     // room name
        if (lua_type(L, -1) != LUA_TSTRING)
            misuse(L, 2, "columns are named by texts");
        columns[i] = find_column(L, 2, table, "count_empty", -1, 0);
        lua_pop(L, 1);                                // room
    }
    whisker_error error = {0};
    int32_t status = whisker_table_count_empty(table, (int32_t)count, columns, first, last, &empty, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 3, status, &error, NULL);
    lua_pushinteger(L, empty);                        // room empty
    return 1;
}

static int32_t copy_cell(whisker_table *table, int64_t row, int32_t from, int32_t to, whisker_error *error)
{
    const double *reals = whisker_table_column_reals(table, from);
    const int32_t *symbols = whisker_table_column_symbols(table, from);
    int32_t symbol = symbols != NULL ? symbols[row] : WHISKER_NO_SYMBOL;
    if (reals != NULL && symbol == WHISKER_NO_SYMBOL)
        return whisker_table_set_real(table, row, to, reals[row], error);
    return whisker_table_set_symbol(table, row, to, symbol, error);
}

static int table_copy(lua_State *L)
{
    whisker_table *table = take_whisker_table(L, 1);
    int32_t from = take_column(L, 2, table), to;
    size_t length;
    const char *name = take_text(L, 3, &length);
    int64_t first, last;
    take_rows(L, 4, table, &first, &last);
    whisker_error error = {0};
    int32_t kind = whisker_table_column_kind(table, from);
    int32_t status = whisker_table_add_column(table, name, length, kind, &to, &error);
    for (int64_t row = first; status == WHISKER_OK && row < last; row++)
        status = copy_cell(table, row, from, to, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 3, status, &error, NULL);
    lua_pushboolean(L, 1);                            // true
    return 1;
}

/* ---- problems ---- */

static void push_problem(lua_State *L, const whisker_problem *problem)
{
    lua_createtable(L, 0, 5);                         // entry
    lua_pushstring(L, problem->source);               // entry source
    lua_setfield(L, -2, "source");                    // entry
    if (problem->line > 0) {
        lua_pushinteger(L, problem->line);            // entry line
        lua_setfield(L, -2, "line");                  // entry
    }
    lua_pushinteger(L, problem->count);               // entry count
    lua_setfield(L, -2, "count");                     // entry
    lua_pushstring(L, whisker_status_text(problem->status)); // entry code
    lua_setfield(L, -2, "code");                      // entry
    lua_pushstring(L, problem->text);                 // entry text
    lua_setfield(L, -2, "text");                      // entry
}

static int table_problems(lua_State *L)
{
    const whisker_table *table = take_whisker_table(L, 1);
    int32_t count = whisker_table_problems(table);
    lua_createtable(L, count, 0);                     // list
    for (int32_t i = 0; i < count; i++) {
        whisker_problem problem = {.size = sizeof problem};
        whisker_table_problem(table, i, &problem);
        push_problem(L, &problem);                    // list entry
        lua_rawseti(L, -2, i + 1);                    // list
    }
    return 1;
}

const luaL_Reg table_functions[] = {
    {"table", table_new},
    {NULL, NULL},
};

const luaL_Reg table_methods[] = {
    {"rows", table_rows},
    {"columns", table_columns},
    {"kind", table_kind},
    {"add_column", table_add_column},
    {"add_rows", table_add_rows},
    {"truncate", table_truncate},
    {"get", table_get},
    {"set", table_set},
    {"fill", table_fill},
    {"distinct", table_distinct},
    {"recode", table_recode},
    {"replace", table_replace},
    {"scale", table_scale},
    {"blank", table_blank},
    {"clear", table_clear},
    {"match", table_match},
    {"join", table_join},
    {"count_empty", table_count_empty},
    {"copy", table_copy},
    {"problems", table_problems},
    {NULL, NULL},
};
