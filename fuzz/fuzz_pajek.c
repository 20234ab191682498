// SPDX-License-Identifier: Apache-2.0
/* Any bytes as a country matrix: refused with a text, or links of known countries, each pair once and in order. */
#include <stdint.h>

#include "in_memory.h"
#include "source/pajek.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static rap_catalog *catalog;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    if (rap_catalog_open(NULL, &catalog, NULL) != RAP_OK) abort();
    return 0;
}

static void check(const rap_matrix *matrix)
{
    for (size_t i = 0; i < matrix->n_links; i++) {
        const rap_link *link = &matrix->links[i], *before = i ? link - 1 : NULL;
        if (link->works == 0 || link->x > link->y) __builtin_trap();
        if (!rap_catalog_knows(catalog, link->x) || !rap_catalog_knows(catalog, link->y)) __builtin_trap();
        if (before && (before->x > link->x || (before->x == link->x && before->y >= link->y))) __builtin_trap();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    rap_feed *feed;
    rap_matrix matrix;
    rap_error err = {0};
    int file = in_memory(data, size, path);
    if (rap_feed_open(path, &feed, NULL) != RAP_OK) abort();
    if (rap_matrix_read(catalog, feed, &matrix, &err) == RAP_OK) {
        check(&matrix);
        rap_matrix_release(&matrix);
    } else if (err.text[0] == '\0') {
        __builtin_trap();
    }
    rap_feed_close(feed);
    close(file);
    return 0;
}
