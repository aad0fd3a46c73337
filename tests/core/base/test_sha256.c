/* SHA-256: the examples of FIPS 180-4, and libmd on texts of every length around a block. */
#include "base/sha256.h"

#include <criterion/criterion.h>

#include <string.h>

static void expect_digest(const char *text, size_t times, const char *expected)
{
    sha256 context;
    char digest[SHA256_DIGEST_STRING_LENGTH];
    sha256_open(&context);
    for (size_t i = 0; i < times; i++)
        sha256_update(&context, (const uint8_t *)text, strlen(text));
    sha256_close(&context, digest);
    cr_expect_str_eq(digest, expected, "%zu times \"%s\"", times, text);
}

Test(sha256, gives_the_digests_of_the_standard)
{
    expect_digest("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect_digest("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect_digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    expect_digest("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 10000,
                  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* The first piece is one for which the processor is asked, and ends anywhere in a block. */
Test(sha256, is_that_of_libmd_whatever_the_pieces)
{
    static uint8_t text[SHA256_WORTH_ASKING + 600];
    char digest[SHA256_DIGEST_STRING_LENGTH], expected[SHA256_DIGEST_STRING_LENGTH];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (uint8_t)(i * 131 + i / 7);
    for (size_t length = SHA256_WORTH_ASKING; length <= sizeof text; length += 7) {
        SHA256Data(text, length, expected);
        for (size_t piece = 1; piece <= 256; piece = piece * 2 + piece % 3) {
            size_t first = SHA256_WORTH_ASKING + piece % 65;
            sha256 context;
            sha256_open(&context);
            sha256_update(&context, text, first < length ? first : length);
            for (size_t at = first; at < length; at += piece)
                sha256_update(&context, text + at, length - at < piece ? length - at : piece);
            sha256_close(&context, digest);
            cr_assert_str_eq(digest, expected, "%zu bytes in pieces of %zu", length, piece);
        }
    }
}
