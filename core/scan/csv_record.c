#include "scan/csv_record.h"

#include "base/error.h"

#include <string.h>

/* ---- fields ---- */

typedef enum cut {
    CUT_DONE,
    CUT_NEEDS_MORE,
    CUT_TEXT_AFTER_QUOTE,
    CUT_QUOTE_NOT_CLOSED,
    CUT_TOO_MANY,
    CUT_NO_MEMORY
} cut;

static int ends_field(char byte, char separator)
{
    return byte == separator || byte == '\n' || byte == '\r';
}

/* Behind the quote that closes a field, NULL when it is not there. A quote at the very end closes only if nothing can
 * follow: it may be the first of two. */
static const char *close_quote(const char *at, const char *end, int is_whole, int32_t *has_quotes)
{
    while ((at = memchr(at, '"', (size_t)(end - at))) != NULL) {
        if (at + 1 == end)
            return is_whole ? at + 1 : NULL;
        if (at[1] != '"')
            return at + 1;
        *has_quotes = 1;
        at += 2;
    }
    return NULL;
}

static cut add_field(csv_record *record, csv_field field)
{
    if (record->n_fields == MOST_CSV_FIELDS)
        return CUT_TOO_MANY;
    if (!allocator_grow(record->input->allocator, (void **)&record->fields, &record->capacity, record->n_fields + 1,
                        sizeof field))
        return CUT_NO_MEMORY;
    record->fields[record->n_fields++] = field;
    return CUT_DONE;
}

static cut cut_quoted(csv_record *record, const char **at)
{
    const char *end = record->input->end;
    csv_field field = {.text = *at + 1};
    const char *behind = close_quote(field.text, end, input_is_whole(record->input), &field.has_quotes);
    if (behind == NULL)
        return input_is_whole(record->input) ? CUT_QUOTE_NOT_CLOSED : CUT_NEEDS_MORE;
    if (behind < end && !ends_field(*behind, record->separator))
        return CUT_TEXT_AFTER_QUOTE;
    field.length = (size_t)(behind - field.text) - 1;
    *at = behind;
    return add_field(record, field);
}

static cut cut_plain(csv_record *record, const char **at)
{
    const char *behind = *at, *end = record->input->end;
    while (behind < end && !ends_field(*behind, record->separator))
        behind++;
    csv_field field = {.text = *at, .length = (size_t)(behind - *at)};
    *at = behind;
    return add_field(record, field);
}

/* ---- records ---- */

/* Pass over what ends a record; it may have been cut apart. */
static cut cut_end(const csv_record *record, const char **at)
{
    const char *end = record->input->end;
    int is_whole = input_is_whole(record->input);
    if (*at < end && **at == '\r')
        ++*at;
    if (*at == end)
        return is_whole ? CUT_DONE : CUT_NEEDS_MORE;
    if (**at == '\n')
        ++*at;
    return CUT_DONE;
}

/* Cut the record at the front of the input into its fields and go behind it; *at is the field of the fault if there
 * is one. */
static cut cut_record(csv_record *record, const char **at)
{
    const char *end = record->input->end;
    record->n_fields = 0;
    *at = record->input->next;
    for (;;) {
        cut result = *at < end && **at == '"' ? cut_quoted(record, at) : cut_plain(record, at);
        if (result != CUT_DONE)
            return result;
        if (*at == end || **at != record->separator)
            return cut_end(record, at);
        ++*at;
    }
}

static void advance(csv_record *record, const char *behind)
{
    record->line = record->next_line;
    for (const char *at = record->input->next; at < behind; at++)
        if (*at == '\n' || (*at == '\r' && (at + 1 == behind || at[1] != '\n')))
            record->next_line++;
    record->input->next = behind;
}

/* The fault costs everything up to the end of the line in which it stands. */
static int32_t refuse(csv_record *record, const char *fault, int32_t status, const char *text, whisker_error *error)
{
    advance(record, fault);
    record->next_line++;
    int32_t passed = input_pass_line(record->input, error);
    return passed == WHISKER_OK ? error_at(error, status, record->line, "%s", text) : passed;
}

static int32_t settle(csv_record *record, cut result, const char *at, int64_t most, whisker_error *error)
{
    switch (result) {
    case CUT_NO_MEMORY:
        return error_memory(error);
    case CUT_TEXT_AFTER_QUOTE:
        return refuse(record, at, WHISKER_MALFORMED, "text after the quote that closes a field", error);
    case CUT_QUOTE_NOT_CLOSED:
        return refuse(record, at, WHISKER_MALFORMED, "a quoted field does not end (was the file cut off?)", error);
    case CUT_TOO_MANY:
        return refuse(record, at, WHISKER_TOO_LARGE, "a record of more than 65536 fields", error);
    default:
        break;
    }
    static const char too_large[] = "a record beyond the limit of bytes for one record (is a quote missing?)";
    if (result == CUT_NEEDS_MORE)
        return refuse(record, record->input->next, WHISKER_TOO_LARGE, too_large, error);
    int is_too_large = at - record->input->next > most;
    advance(record, at);
    if (is_too_large)
        return error_at(error, WHISKER_TOO_LARGE, record->line, "%s", too_large);
    return WHISKER_OK;
}

static int is_blank_line(const csv_record *record)
{
    return record->n_fields == 1 && record->fields[0].length == 0;
}

int32_t csv_record_next(csv_record *record, int64_t most, whisker_error *error)
{
    for (;;) {
        const char *at;
        record->n_fields = 0;
        if (record->input->next == record->input->end && input_is_whole(record->input))
            return WHISKER_OK;
        cut result = cut_record(record, &at);
        if (result == CUT_NEEDS_MORE && record->input->end - record->input->next <= most) {
            int32_t status = input_extend(record->input, error);
            if (status != WHISKER_OK)
                return status;
            continue;
        }
        int32_t status = settle(record, result, at, most, error);
        if (status != WHISKER_OK || !is_blank_line(record))
            return status;
    }
}

int32_t csv_unquote(csv_record *record, const csv_field *field, const char **text, size_t *length,
                    whisker_error *error)
{
    *text = field->text;
    *length = field->length;
    if (!field->has_quotes)
        return WHISKER_OK;
    if (!allocator_grow(record->input->allocator, (void **)&record->unquoted, &record->unquoted_capacity,
                        (int64_t)field->length, 1))
        return error_memory(error);
    size_t written = 0;
    for (size_t i = 0; i < field->length; i++) {
        record->unquoted[written++] = field->text[i];
        i += field->text[i] == '"';
    }
    *text = record->unquoted;
    *length = written;
    return WHISKER_OK;
}

/* ---- open and close ---- */

/* The candidate that stands outside quotes most often in the first line. */
static char most_frequent_separator(const char *text, const char *end)
{
    static const char candidates[] = {',', ';', '\t'};
    int64_t count[sizeof candidates] = {0};
    int in_quotes = 0;
    for (; text < end && (in_quotes || *text != '\n'); text++) {
        in_quotes ^= *text == '"';
        for (size_t i = 0; i < sizeof candidates && !in_quotes; i++)
            count[i] += *text == candidates[i];
    }
    size_t best = 0;
    for (size_t i = 1; i < sizeof candidates; i++)
        best = count[i] > count[best] ? i : best;
    return candidates[best];
}

int32_t csv_record_open(csv_record *record, input *input, int64_t most, whisker_error *error)
{
    *record = (csv_record){.input = input, .line = 1, .next_line = 1};
    while (!input_is_whole(input) && input->end - input->next <= most &&
           memchr(input->next, '\n', (size_t)(input->end - input->next)) == NULL) {
        int32_t status = input_extend(input, error);
        if (status != WHISKER_OK)
            return status;
    }
    record->separator = most_frequent_separator(input->next, input->end);
    return WHISKER_OK;
}

void csv_record_close(csv_record *record)
{
    const whisker_allocator *allocator = record->input->allocator;
    allocator_give(allocator, record->fields, (size_t)record->capacity * sizeof *record->fields);
    allocator_give(allocator, record->unquoted, (size_t)record->unquoted_capacity);
}
