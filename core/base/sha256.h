/* SHA-256 (FIPS 180-4) of long texts: libmd's, and whole blocks by the processor's own instructions where it has them. */
#ifndef WHISKER_BASE_SHA256_H
#define WHISKER_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>
#include <sha2.h>

/* Inside a virtual machine it takes longer to ask for the instructions than to digest a short text without them. */
enum { SHA256_WORTH_ASKING = 32 * 1024 };

typedef struct sha256 {
    SHA2_CTX context;
    int has_instructions;  /* -1: not asked */
} sha256;

void sha256_open(sha256 *digest);
/* Ask now, for many short texts. */
void sha256_ask(sha256 *digest);
void sha256_update(sha256 *digest, const uint8_t *bytes, size_t length);
/* In hexadecimal; text[SHA256_DIGEST_STRING_LENGTH]. */
void sha256_close(sha256 *digest, char *text);

#endif
