#include "scan/json_skip.h"

#include "base/word.h"

/* Eight bytes at a time in one machine word: a byte that is sought turns to zero by exclusive or, and the classic
 * (x - 1) & ~x & 0x80 marks the lowest zero byte exactly (Mycroft 1987). */
static inline uint64_t zero_bytes(uint64_t word)
{
    return (word - WORD_OF_BYTE(0x01)) & ~word & WORD_OF_BYTE(0x80);
}

static inline const char *marked(const char *at, uint64_t marks)
{
    return at + (__builtin_ctzll(marks) >> 3);
}

/* The next quote or backslash. */
static inline const char *find_in_string(const char *at, const char *end)
{
    for (; end - at >= WORD_BYTES; at += WORD_BYTES) {
        uint64_t word = word_load(at);
        uint64_t marks = zero_bytes(word ^ WORD_OF_BYTE('"')) | zero_bytes(word ^ WORD_OF_BYTE('\\'));
        if (marks != 0)
            return marked(at, marks);
    }
    while (at < end && *at != '"' && *at != '\\')
        at++;
    return at;
}

/* The next quote or bracket. With bit 0x20 set, [ and { are one byte and so are ] and }. */
static inline const char *find_structure(const char *at, const char *end)
{
    for (; end - at >= WORD_BYTES; at += WORD_BYTES) {
        uint64_t word = word_load(at), folded = word | WORD_OF_BYTE(0x20);
        uint64_t marks = zero_bytes(word ^ WORD_OF_BYTE('"')) | zero_bytes(folded ^ WORD_OF_BYTE('{')) |
                         zero_bytes(folded ^ WORD_OF_BYTE('}'));
        if (marks != 0)
            return marked(at, marks);
    }
    while (at < end && *at != '"' && (*at | 0x20) != '{' && (*at | 0x20) != '}')
        at++;
    return at;
}

static const char *skip_string(const char *at, const char *end, int *escaped)
{
    for (;;) {
        at = find_in_string(at, end);
        if (at == end)
            return NULL;
        if (*at == '"')
            return at + 1;
        *escaped = 1;
        if (end - at < 2)
            return NULL;
        at += 2;
    }
}

/* One bracket at depth *depth. */
static skip_result take_bracket(char bracket, uint64_t *objects, int32_t max_depth, int32_t *depth)
{
    uint64_t is_object = (bracket & 0x20) != 0;
    if ((bracket | 0x20) == '{') {
        if (*depth == max_depth)
            return SKIP_TOO_DEEP;
        uint64_t bit = UINT64_C(1) << (*depth & 63);
        objects[*depth >> 6] = (objects[*depth >> 6] & ~bit) | (is_object ? bit : 0);
        ++*depth;
        return SKIP_DONE;
    }
    --*depth;
    return ((objects[*depth >> 6] >> (*depth & 63)) & 1) == is_object ? SKIP_DONE : SKIP_MISMATCH;
}

static skip_result skip_container(const char **at, const char *end, uint64_t *objects, int32_t max_depth)
{
    const char *next = *at;
    int32_t depth = 0;
    int escaped;
    do {
        next = find_structure(next, end);
        *at = next;
        if (next == end)
            return SKIP_ENDS_OPEN;
        if (*next == '"') {
            next = skip_string(next + 1, end, &escaped);
            if (next == NULL)
                return SKIP_ENDS_IN_STRING;
            continue;
        }
        skip_result result = take_bracket(*next, objects, max_depth, &depth);
        if (result != SKIP_DONE)
            return result;
        next++;
    } while (depth > 0);
    *at = next;
    return SKIP_DONE;
}

/* ---- which loops ---- */

json_skipper json_skipper_for(processor processor)
{
#ifdef PROCESSOR_X86
    if (processor == PROCESSOR_AVX512)
        return (json_skipper){json_skip_string_avx512, json_skip_container_avx512};
    if (processor == PROCESSOR_AVX2)
        return (json_skipper){json_skip_string_avx2, json_skip_container_avx2};
#endif
    (void)processor;
    return (json_skipper){skip_string, NULL};
}

/* The plain loop says what is wrong, if anything is. */
skip_result json_skip_container(json_skipper skipper, const char **at, const char *end, uint64_t *objects,
                                int32_t max_depth)
{
    const char *behind = skipper.container == NULL ? NULL : skipper.container(*at, end, max_depth);
    if (behind == NULL)
        return skip_container(at, end, objects, max_depth);
    *at = behind;
    return SKIP_DONE;
}
