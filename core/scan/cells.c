#include "scan/cells.h"

#include "scan/digest.h"
#include "scan/json_text.h"
#include "scan/utf8.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

cell cell_empty(void)
{
    return (cell){.real = NAN, .symbol = WHISKER_NO_SYMBOL, .is_empty = 1};
}

static int is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static int number_in_text(const char *text, size_t length, double *number)
{
    while (length > 0 && is_blank(text[0])) {
        text++;
        length--;
    }
    while (length > 0 && is_blank(text[length - 1]))
        length--;
    return length > 0 && whisker_number_parse(text, length, number);
}

/* Rows that follow each other have many texts in common: the task, the passage, the answer. */
static int is_recent(const scan *scan, int32_t symbol, const char *text, size_t length)
{
    if (symbol == WHISKER_NO_SYMBOL)
        return 0;
    const symbol_entry *entry = &scan->table->texts.entries[symbol];
    return entry->length == length && memcmp(entry->text, text, length) == 0;
}

static int32_t intern(scan *scan, const selection_field *field, const char *text, size_t length, cell *cell,
                      whisker_error *error)
{
    char digest[DIGEST_CAPACITY];
    if (length > (size_t)field->max_text) {
        length = digest_text(text, length, digest);
        text = digest;
    }
    *cell = cell_empty();
    cell->is_empty = 0;
    int32_t *recent = &scan->recent[field - scan->selection.fields];
    if (!is_recent(scan, *recent, text, length)) {
        int32_t status = whisker_table_intern(scan->table, text, length, recent, error);
        if (status != WHISKER_OK)
            return status;
    }
    cell->symbol = *recent;
    return WHISKER_OK;
}

static void keep_real(cell *cell, double value)
{
    *cell = cell_empty();
    cell->real = value;
    cell->is_empty = 0;
}

int32_t cell_of_text(scan *scan, cell_place place, const char *text, size_t length, cell *cell, whisker_error *error)
{
    double number;
    if (place.field->kind == WHISKER_REAL) {
        if (length == 0) {
            *cell = cell_empty();
            return WHISKER_OK;
        }
        if (number_in_text(text, length, &number)) {
            keep_real(cell, number);
            return WHISKER_OK;
        }
    }
    if (utf8_valid(text, length) < length)
        return error_at(error, WHISKER_BAD_ENCODING, place.line,
                        "text that is not UTF-8 (is the file in Latin-1 or Windows-1252?)");
    return intern(scan, place.field, text, length, cell, error);
}

static int is_word(const char *word, size_t length, const char *known)
{
    return length == strlen(known) && memcmp(word, known, length) == 0;
}

int32_t cell_of_word(scan *scan, cell_place place, const char *word, size_t length, const double *number, cell *cell,
                     whisker_error *error)
{
    int is_real = place.field->kind == WHISKER_REAL;
    if (is_real && number != NULL)
        keep_real(cell, *number);
    else if (number == NULL && is_word(word, length, "null"))
        *cell = cell_empty();
    else if (is_real && is_word(word, length, "true"))
        keep_real(cell, 1);
    else if (is_real && is_word(word, length, "false"))
        keep_real(cell, 0);
    else
        return intern(scan, place.field, word, length, cell, error);
    return WHISKER_OK;
}

int32_t cell_of_string(scan *scan, cell_place place, const char *span, size_t length, int escaped, cell *cell,
                       whisker_error *error)
{
    if (!escaped)
        return cell_of_text(scan, place, span + 1, length - 2, cell, error);
    json_text decoded;
    int32_t status = json_text_open(&decoded, span, length, &scan->table->allocator, error);
    if (status != WHISKER_OK) {
        if (error != NULL)
            error->line = place.line;
        return status;
    }
    if (decoded.replaced)
        status = scan_problem(scan, WHISKER_BAD_ENCODING, place.line, error,
                              "\"%.200s\": \\u0000 or half of a surrogate pair, replaced by U+FFFD",
                              place.field->declared);
    if (status == WHISKER_OK)
        status = cell_of_text(scan, place, decoded.text, decoded.length, cell, error);
    json_text_close(&decoded);
    return status;
}

int32_t cell_write(scan *scan, int64_t row, int32_t column, cell cell, whisker_error *error)
{
    table_column *cells = &scan->table->columns[column];
    if (cells->kind == WHISKER_SYMBOL)
        cells->symbols[row] = cell.symbol;
    else if (cell.symbol != WHISKER_NO_SYMBOL)
        return whisker_table_set_symbol(scan->table, row, column, cell.symbol, error);
    else
        cells->reals[row] = cell.real;
    if (cells->kind == WHISKER_REAL && cells->symbols != NULL)
        cells->symbols[row] = WHISKER_NO_SYMBOL;
    return WHISKER_OK;
}
