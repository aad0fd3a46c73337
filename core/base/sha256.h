/* SHA-256 (FIPS 180-4) of long texts: libmd's, and whole blocks by the processor's own instructions where it has them. */
#ifndef WHISKER_BASE_SHA256_H
#define WHISKER_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>
#include <sha2.h>

/* What SHA256Update does to a context that SHA256Init began. */
void sha256_update(SHA2_CTX *context, const uint8_t *bytes, size_t length);

#endif
