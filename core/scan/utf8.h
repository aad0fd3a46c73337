/* UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF). */
#ifndef WHISKER_SCAN_UTF8_H
#define WHISKER_SCAN_UTF8_H

#include <stddef.h>

/* Length of the character at the start of text, 0 when it is none. length > 0. */
size_t utf8_character(const char *text, size_t length);

/* Bytes from the start of text that are UTF-8; `length` when all are. */
size_t utf8_valid(const char *text, size_t length);

/* The longest prefix of at most `most` bytes that ends between characters. text is UTF-8. */
size_t utf8_prefix(const char *text, size_t length, size_t most);

#endif
