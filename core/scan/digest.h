/* Long text shortened so that equal texts stay equal and different ones different. */
#ifndef WHISKER_SCAN_DIGEST_H
#define WHISKER_SCAN_DIGEST_H

#include <stddef.h>

enum { DIGEST_CAPACITY = 160 };

/* The first 80 bytes or so, an ellipsis, a 64-bit hash and the length: "Once upon a ti... [9f3c..., 52311 bytes]".
 * text is UTF-8; digest[DIGEST_CAPACITY]. Returns the length. */
size_t digest_text(const char *text, size_t length, char *digest);

#endif
