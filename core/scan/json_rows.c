#include "scan/json_rows.h"

#include "scan/columns.h"

#include "base/error.h"

#include <stdio.h>
#include <string.h>

/* ---- a value on its way to a field ---- */

static int32_t read_cell(json_walk *walk, const selection_field *field, const json_token *token, cell *cell,
                         whisker_error *error)
{
    cell_place place = {.field = field, .line = json_walk_line(walk)};
    if (token->is_string)
        return cell_of_string(walk->scan, place, token->span, token->length, token->escaped, cell, error);
    return cell_of_word(walk->scan, place, token->span, token->length, token->is_number ? &token->number : NULL, cell,
                        error);
}

/* Replace the value that this container has for the column already, or note the first. */
static int32_t keep_outer(json_walk *walk, int32_t frame, int32_t column, cell cell, whisker_error *error)
{
    for (int32_t i = 0; i < walk->n_outer; i++)
        if (walk->outer[i].column == column && walk->outer[i].frame == frame) {
            walk->outer[i].cell = cell;
            return WHISKER_OK;
        }
    if (!allocator_grow(&walk->scan->table->allocator, (void **)&walk->outer, &walk->outer_capacity,
                        walk->n_outer + INT64_C(1), sizeof *walk->outer))
        return error_memory(error);
    walk->outer[walk->n_outer++] = (outer_cell){.cell = cell, .column = column, .frame = frame};
    return WHISKER_OK;
}

static int32_t put(json_walk *walk, const selection_field *field, cell cell, whisker_error *error)
{
    int32_t column = field->column;
    if (column == WHISKER_NO_COLUMN) {
        int32_t status = columns_find(walk, field, !cell.is_empty, &column, error);
        if (status != WHISKER_OK || column == WHISKER_NO_COLUMN)
            return status;
    }
    if (field->path.up > 0)
        return keep_outer(walk, walk->row_depth - field->path.up, column, cell, error);
    return cell_write(walk->scan, walk->row, column, cell, error);
}

/* ---- rows ---- */

void json_rows_open(json_walk *walk)
{
    const selection *selection = &walk->scan->selection;
    walk->row_depth = selection->rows_given ? selection->rows.n_steps : walk->elements;
    walk->row = -1;
    walk->rows_complete = walk->scan->table->rows;
    walk->n_outer = 0;
}

static void clear_row(json_walk *walk)
{
    whisker_table *table = walk->scan->table;
    for (int32_t column = 0; column < whisker_table_columns(table); column++)
        whisker_table_set_symbol(table, walk->row, column, WHISKER_NO_SYMBOL, NULL);
}

/* Give up the row in hand, not the value that it stands in. */
static int32_t drop_row(json_walk *walk, const whisker_error *reason, whisker_error *error)
{
    if (walk->row < walk->rows_complete)
        clear_row(walk);
    else
        whisker_table_truncate(walk->scan->table, walk->rows_complete);
    walk->row = -1;
    if (walk->row_key >= 0)
        walk->keyed[walk->row_key] = (keyed_row){0};
    return scan_skip(walk->scan, reason, error);
}

/* Text that cannot be taken costs the row it belongs to, or, around rows, only itself. */
static int32_t give_up(json_walk *walk, const selection_field *field, int32_t status, const whisker_error *reason,
                       whisker_error *error)
{
    if (status == WHISKER_BAD_ENCODING || status == WHISKER_MALFORMED) {
        if (field->path.up == 0)
            return drop_row(walk, reason, error);
        if (!walk->scan->options.strict)
            return scan_problem(walk->scan, status, reason->line, error, "%s", reason->text);
    }
    if (error != NULL)
        *error = *reason;
    return status;
}

int32_t json_rows_take(json_walk *walk, int32_t first_node, const json_token *token, whisker_error *error)
{
    const selection *selection = &walk->scan->selection;
    for (int32_t i = first_node; i < walk->n_active; i++) {
        for (int32_t index = selection->nodes[walk->active[i]].first_field; index >= 0;) {
            const selection_field *field = &selection->fields[index];
            index = field->next;
            if (field->path.up == 0 && walk->row < 0)
                continue;
            cell cell;
            whisker_error reason;
            error_clear(&reason);
            int32_t status = read_cell(walk, field, token, &cell, &reason);
            if (status == WHISKER_OK)
                status = put(walk, field, cell, error);
            else
                status = give_up(walk, field, status, &reason, error);
            if (status != WHISKER_OK)
                return status;
        }
    }
    return WHISKER_OK;
}

static int32_t refuse_field(json_walk *walk, const selection_field *field, int is_object, whisker_error *error)
{
    char name[LONGEST_COLUMN_NAME];
    size_t length = columns_name(walk, field, name);
    int32_t status = scan_problem(walk->scan, WHISKER_MALFORMED, json_walk_line(walk), error,
                                  "\"%.*s\" is %s, not a %s", length < 200 ? (int)length : 200, name,
                                  is_object ? "an object" : "a list",
                                  field->kind == WHISKER_REAL ? "number" : "single value");
    return status == WHISKER_OK ? put(walk, field, cell_empty(), error) : status;
}

int32_t json_rows_refuse(json_walk *walk, int32_t first_node, int is_object, whisker_error *error)
{
    const selection *selection = &walk->scan->selection;
    int32_t status = WHISKER_OK;
    for (int32_t i = first_node; i < walk->n_active; i++)
        for (int32_t index = selection->nodes[walk->active[i]].first_field; index >= 0 && status == WHISKER_OK;
             index = selection->fields[index].next)
            if (selection->fields[index].path.up > 0 || walk->row >= 0)
                status = refuse_field(walk, &selection->fields[index], is_object, error);
    return status;
}

/* ---- where a row begins ---- */

static const char *kind_of_value(char first)
{
    switch (first) {
    case '{': return "an object";
    case '[': return "a list";
    case '"': return "a text";
    case 'n': return "null";
    case 't':
    case 'f': return "true or false";
    default: return "a number";
    }
}

/* A row must be what its fields can be read from. Without any field inside it (keys alone are asked for) it may be
 * anything. */
int json_rows_fits(const json_walk *walk, int is_wanted)
{
    const selection_node *row = &walk->scan->selection.nodes[walk->scan->selection.row];
    return is_wanted || row->first_field >= 0 || row->first_child < 0;
}

static int32_t key_of_row(json_walk *walk, int32_t *symbol, whisker_error *error)
{
    const walk_frame *frame = &walk->frames[walk->row_depth - 1];
    const selection_field *field = &walk->scan->selection.fields[walk->scan->selection.key_field];
    cell_place place = {.field = field, .line = json_walk_line(walk)};
    cell cell;
    int32_t status = cell_of_text(walk->scan, place, frame->name, frame->name_length, &cell, error);
    *symbol = cell.symbol;
    return status;
}

/* Of equal keys in one object the last counts, as in Python: it takes the row of the one before. */
static int32_t row_of_key(json_walk *walk, whisker_error *error)
{
    int32_t symbol;
    int32_t status = key_of_row(walk, &symbol, error);
    if (status != WHISKER_OK)
        return status == WHISKER_BAD_ENCODING ? WHISKER_OK : status; /* told when the key's cell is written */
    int64_t before = walk->keyed_capacity;
    if (!allocator_grow(&walk->scan->table->allocator, (void **)&walk->keyed, &walk->keyed_capacity,
                        symbol + INT64_C(1), sizeof *walk->keyed))
        return error_memory(error);
    memset(walk->keyed + before, 0, (size_t)(walk->keyed_capacity - before) * sizeof *walk->keyed);
    int64_t serial = walk->frames[walk->row_depth - 1].serial;
    keyed_row *keyed = &walk->keyed[symbol];
    if (keyed->serial == serial && keyed->row < walk->rows_complete) {
        walk->row = keyed->row;
        clear_row(walk);
    }
    walk->row_key = symbol;
    *keyed = (keyed_row){.serial = serial, .row = walk->row >= 0 ? walk->row : walk->scan->table->rows};
    return WHISKER_OK;
}

/* The frame in which the n-th wildcard of `rows` from the row upwards chose a member; NULL: there is none. */
static const walk_frame *frame_of_wildcard(const json_walk *walk, int32_t n)
{
    const path *rows = &walk->scan->selection.rows;
    if (!walk->scan->selection.rows_given)
        return walk->elements && n == 0 ? &walk->frames[0] : NULL;
    for (int32_t step = rows->n_steps - 1; step >= 0; step--)
        if (rows->steps[step].kind == STEP_ANY && n-- == 0)
            return &walk->frames[step];
    return NULL;
}

static int32_t write_position(json_walk *walk, const selection_field *field, whisker_error *error)
{
    char digits[32];
    cell cell;
    cell_place place = {.field = field, .line = json_walk_line(walk)};
    const walk_frame *frame = frame_of_wildcard(walk, field->path.position);
    const char *text = digits;
    size_t length;
    if (frame != NULL && frame->name != NULL) {
        text = frame->name;
        length = frame->name_length;
    } else {
        length = (size_t)snprintf(digits, sizeof digits, "%lld",
                                  (long long)(frame != NULL ? frame->index : walk->record));
    }
    whisker_error reason;
    error_clear(&reason);
    int32_t status = cell_of_text(walk->scan, place, text, length, &cell, &reason);
    return status == WHISKER_OK ? put(walk, field, cell, error) : give_up(walk, field, status, &reason, error);
}

static int32_t write_positions(json_walk *walk, whisker_error *error)
{
    const selection *selection = &walk->scan->selection;
    int32_t status = WHISKER_OK;
    for (int32_t i = 0; i < selection->n_fields && status == WHISKER_OK && walk->row >= 0; i++)
        if (selection->fields[i].path.position >= 0)
            status = write_position(walk, &selection->fields[i], error);
    return status;
}

enum { ROWS_BETWEEN_QUESTIONS = 1024 };

/* A file of lines is asked about where it is read. */
static int32_t ask_now_and_then(const json_walk *walk, whisker_error *error)
{
    if (walk->is_line || walk->rows_complete % ROWS_BETWEEN_QUESTIONS != 0)
        return WHISKER_OK;
    return scan_ask(walk->scan, (double)(walk->at - walk->begin) / (double)(walk->end - walk->begin), error);
}

int32_t json_rows_begin(json_walk *walk, whisker_error *error)
{
    walk->rows_complete = walk->scan->table->rows;
    walk->row_key = -1;
    int32_t status = ask_now_and_then(walk, error);
    if (status == WHISKER_OK && walk->scan->selection.key_field >= 0 && walk->frames[walk->row_depth - 1].is_object)
        status = row_of_key(walk, error);
    if (status == WHISKER_OK && walk->row < 0)
        status = scan_make_room(walk->scan, 1, error);
    if (status == WHISKER_OK && walk->row < 0)
        status = whisker_table_add_rows(walk->scan->table, 1, &walk->row, error);
    return status == WHISKER_OK ? write_positions(walk, error) : status;
}

int32_t json_rows_skip(json_walk *walk, char first, int64_t line, whisker_error *error)
{
    whisker_error reason;
    error_at(&reason, WHISKER_MALFORMED, line, "a row is %s, which has none of the declared fields",
             kind_of_value(first));
    return scan_skip(walk->scan, &reason, error);
}

void json_rows_end(json_walk *walk)
{
    if (walk->row < 0 || walk->depth != walk->row_depth)
        return;
    walk->row = -1;
    walk->rows_complete = walk->scan->table->rows;
}

/* ---- cells around rows ---- */

static int32_t fill_rows(json_walk *walk, const outer_cell *outer, int64_t first, whisker_error *error)
{
    whisker_table *table = walk->scan->table;
    int32_t status = WHISKER_OK;
    if (outer->cell.symbol != WHISKER_NO_SYMBOL || outer->cell.is_empty)
        return whisker_table_fill(table, outer->column, first, table->rows, outer->cell.symbol, error);
    for (int64_t row = first; row < table->rows && status == WHISKER_OK; row++)
        status = whisker_table_set_real(table, row, outer->column, outer->cell.real, error);
    return status;
}

int32_t json_rows_close_frame(json_walk *walk, int32_t frame, whisker_error *error)
{
    int32_t kept = 0;
    int32_t status = WHISKER_OK;
    for (int32_t i = 0; i < walk->n_outer; i++) {
        if (walk->outer[i].frame != frame)
            walk->outer[kept++] = walk->outer[i];
        else if (status == WHISKER_OK)
            status = fill_rows(walk, &walk->outer[i], walk->frames[frame].first_row, error);
    }
    walk->n_outer = kept;
    return status;
}

void json_rows_close(json_walk *walk, int32_t status)
{
    if (status == WHISKER_OK) {
        json_rows_end(walk);
        return;
    }
    whisker_table_truncate(walk->scan->table, walk->rows_complete);
    walk->row = -1;
    while (walk->depth > 0)
        json_rows_close_frame(walk, --walk->depth, NULL);
}

/* ---- names that stand twice in one object ---- */

static int is_below(const selection_node *nodes, int32_t node, int32_t ancestor)
{
    while (node >= 0 && node != ancestor)
        node = nodes[node].parent;
    return node == ancestor;
}

static void forget_field(json_walk *walk, const selection_field *field)
{
    if (field->column == WHISKER_NO_COLUMN)
        return;
    if (field->path.up == 0 && walk->row >= 0)
        whisker_table_set_symbol(walk->scan->table, walk->row, field->column, WHISKER_NO_SYMBOL, NULL);
    for (int32_t i = 0; i < walk->n_outer; i++)
        if (walk->outer[i].column == field->column && walk->outer[i].frame == walk->row_depth - field->path.up)
            walk->outer[i].cell = cell_empty();
}

/* Rows below the first of the names go, and so do cells. Columns that wildcards made keep what both brought. */
void json_rows_forget(json_walk *walk, int32_t node)
{
    const selection *selection = &walk->scan->selection;
    if (selection->nodes[node].leads_to_rows) {
        whisker_table_truncate(walk->scan->table, walk->frames[walk->depth - 1].first_row);
        walk->rows_complete = walk->scan->table->rows;
    }
    for (int32_t other = 0; other < selection->n_nodes; other++)
        if (is_below(selection->nodes, other, node))
            for (int32_t index = selection->nodes[other].first_field; index >= 0; index = selection->fields[index].next)
                forget_field(walk, &selection->fields[index]);
}
