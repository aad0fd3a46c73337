#define _POSIX_C_SOURCE 200809L
#include "fixture.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder with files, removed name by name. */
typedef struct tree {
    char root[256];
    char made[32][320];
    int count;
} tree;

static const char *inside(tree *tree, const char *name)
{
    char *path = tree->made[tree->count++];
    strcat(strcat(strcpy(path, tree->root), "/"), name);
    return path;
}

static void add_file(tree *tree, const char *name)
{
    FILE *file = fopen(inside(tree, name), "wb");
    cr_assert_not_null(file);
    fclose(file);
}

static void add_folder(tree *tree, const char *name)
{
    cr_assert_eq(mkdir(inside(tree, name), 0700), 0);
}

static void add_link(tree *tree, const char *target, const char *name)
{
    cr_assert_eq(symlink(target, inside(tree, name)), 0);
}

static tree tree_new(void)
{
    tree tree = {.count = 0};
    temporary_folder(tree.root);
    return tree;
}

static void tree_remove(tree *tree)
{
    while (tree->count > 0)
        cr_expect_eq(remove(tree->made[--tree->count]), 0);
    rmdir(tree->root);
}

static void expect_listing(const char *path, const char *root, const char *expected)
{
    char text[2000] = "";
    whisker_listing *listing = NULL;
    whisker_error error = {.text = ""};
    cr_assert_eq(whisker_list_files(NULL, path, &listing, &error), WHISKER_OK, "%s", error.text);
    for (int64_t i = 0; i < whisker_listing_count(listing); i++) {
        const char *found = whisker_listing_path(listing, i);
        cr_assert(strncmp(found, root, strlen(root)) == 0);
        strcat(strcat(text, found + strlen(root)), "\n");
    }
    cr_expect_str_eq(text, expected);
    cr_expect_null(whisker_listing_path(listing, whisker_listing_count(listing)));
    whisker_listing_free(listing);
}

Test(files, lists_regular_files_in_order_of_their_bytes)
{
    tree tree = tree_new();
    add_folder(&tree, "model_b");
    add_folder(&tree, "model_b/deep");
    add_file(&tree, "model_b/deep/x.json");
    add_file(&tree, "model_b/samples.jsonl");
    add_file(&tree, "b.json");
    add_file(&tree, "B.json");
    add_file(&tree, ".hidden");
    add_folder(&tree, ".git");
    add_file(&tree, ".git/config");
    add_link(&tree, "b.json", "link.json");
    add_link(&tree, "model_b", "link_to_folder");
    add_link(&tree, ".", "loop");
    add_link(&tree, "nowhere", "dangling");
    cr_assert_eq(mkfifo(inside(&tree, "fifo"), 0600), 0);
    const char *expected = "/B.json\n/b.json\n/link.json\n/model_b/deep/x.json\n/model_b/samples.jsonl\n";
    expect_listing(tree.root, tree.root, expected);
    char with_slashes[300];
    snprintf(with_slashes, sizeof with_slashes, "%s//", tree.root);
    expect_listing(with_slashes, tree.root, expected);
    char one[300];
    snprintf(one, sizeof one, "%s/b.json", tree.root);
    expect_listing(one, tree.root, "/b.json\n");
    tree_remove(&tree);
}

Test(files, bounds_the_depth_of_folders)
{
    tree tree = tree_new();
    char path[600];
    char *end = path + snprintf(path, sizeof path, "%s", tree.root);
    for (int i = 0; i < 70; i++) {
        end += sprintf(end, "/d");
        cr_assert_eq(mkdir(path, 0700), 0);
    }
    whisker_listing *listing = NULL;
    whisker_error error = {.text = ""};
    cr_expect_eq(whisker_list_files(NULL, tree.root, &listing, &error), WHISKER_TOO_DEEP);
    cr_expect(strstr(error.text, "folders more than 64 levels deep") != NULL);
    cr_expect_null(listing);
    for (int i = 0; i < 70; i++) {
        cr_expect_eq(rmdir(path), 0);
        *(end -= 2) = '\0';
    }
    tree_remove(&tree);
}

Test(files, says_what_cannot_be_listed)
{
    whisker_listing *listing = NULL;
    whisker_error error = {.text = ""};
    cr_expect_eq(whisker_list_files(NULL, "/nonexistent", &listing, &error), WHISKER_CANNOT_READ);
    cr_expect_str_eq(error.text, "cannot be read: No such file or directory");
    cr_expect_eq(whisker_list_files(NULL, NULL, &listing, NULL), WHISKER_BAD_ARGUMENT);
}

Test(files, reads_the_head_of_a_file)
{
    temporary file = temporary_file("head", "0123456789", 10);
    char buffer[32];
    size_t length = 0;
    cr_expect_eq(whisker_read_head(file.path, buffer, 4, &length, NULL), WHISKER_OK);
    cr_expect(length == 4 && memcmp(buffer, "0123", 4) == 0);
    cr_expect_eq(whisker_read_head(file.path, buffer, sizeof buffer, &length, NULL), WHISKER_OK);
    cr_expect_eq(length, 10);
    whisker_error error = {.text = ""};
    cr_expect_eq(whisker_read_head(file.folder, buffer, 4, &length, &error), WHISKER_CANNOT_READ);
    cr_expect(strstr(error.text, "Is a directory") != NULL, "%s", error.text);
    temporary_remove(&file);
}

/* FIPS 180-4 examples: "abc", and a million times "a". */
Test(files, digests_a_file)
{
    char digest[65];
    int64_t bytes = -1;
    temporary file = temporary_file("abc", "abc", 3);
    cr_expect_eq(whisker_file_digest(file.path, digest, &bytes, NULL), WHISKER_OK);
    cr_expect_str_eq(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    cr_expect_eq(bytes, 3);
    temporary_remove(&file);
    char *million = malloc(1000000);
    memset(million, 'a', 1000000);
    file = temporary_file("million", million, 1000000);
    cr_expect_eq(whisker_file_digest(file.path, digest, &bytes, NULL), WHISKER_OK);
    cr_expect_str_eq(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    cr_expect_eq(bytes, 1000000);
    temporary_remove(&file);
    free(million);
    cr_expect_eq(whisker_file_digest("/nonexistent", digest, &bytes, NULL), WHISKER_CANNOT_READ);
}

Test(files, digests_many_files_like_one)
{
    enum { FILES = 40 };
    temporary made[FILES];
    const char *paths[FILES];
    char digests[FILES][65], text[90 * 1000], alone[65];
    int64_t bytes[FILES], size;
    int32_t statuses[FILES];
    memset(text, 'x', sizeof text);
    for (int i = 0; i < FILES; i++) {
        made[i] = temporary_file("file", text, (size_t)i * (size_t)i * 57);
        paths[i] = i == 7 ? "/nonexistent" : made[i].path;
    }
    for (int32_t threads = 0; threads < 4; threads++) {
        cr_assert_eq(whisker_file_digests(FILES, paths, threads, NULL, NULL, *digests, bytes, statuses, NULL), WHISKER_OK);
        for (int i = 0; i < FILES; i++) {
            cr_assert_eq(statuses[i], whisker_file_digest(paths[i], alone, &size, NULL));
            cr_assert(statuses[i] != WHISKER_OK || (strcmp(digests[i], alone) == 0 && bytes[i] == size), "%d", i);
        }
        cr_assert_eq(statuses[7], WHISKER_CANNOT_READ);
    }
    for (int i = 0; i < FILES; i++)
        temporary_remove(&made[i]);
}
