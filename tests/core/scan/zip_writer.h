/* Zip archives written byte by byte, so that tests can lie in them: APPNOTE.TXT 6.3.9, sections 4.3.7, 4.3.12, 4.3.16. */
#ifndef WHISKER_TESTS_SCAN_ZIP_WRITER_H
#define WHISKER_TESTS_SCAN_ZIP_WRITER_H

#include <stddef.h>
#include <stdint.h>

enum { ZIP_STORED = 0, ZIP_DEFLATED = 8, ZIP_LZMA = 14, ZIP_ZSTD = 93 };

typedef struct zip_writer {
    char *bytes;       /* malloc'ed; freed by the caller */
    size_t length;
    size_t capacity;
    char *directory;
    size_t directory_length;
    size_t directory_capacity;
    int members;
    /* what the next member says of itself, when it is not the truth */
    int encrypted;
    uint32_t wrong_crc;      /* added to the checksum */
    uint32_t claimed_size;   /* uncompressed; 0: the truth */
    uint32_t claimed_packed; /* compressed; 0: the truth */
} zip_writer;

/* A member whose text is packed by the method (stored, deflated, or zstd in frames of at most `frame` bytes). */
void zip_add(zip_writer *zip, const char *name, int method, const char *text, size_t length, size_t frame);
/* A member of packed bytes as they are. */
void zip_add_raw(zip_writer *zip, const char *name, int method, const char *packed, size_t packed_length, uint32_t crc,
                 size_t length);
void zip_finish(zip_writer *zip);

#endif
