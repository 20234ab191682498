// SPDX-License-Identifier: Apache-2.0
/*
 * fuzz_cube - hostile bytes as a cube: open, verify, walk as questions do, ask it, merge.
 *
 * The bytes are read twice: as they are, and with hashes made to fit, so that what is behind the hashes is reached. A cube
 * that verify passes must say the same by its cells as by what it keeps for speed, and merge with itself (sources unchecked)
 * into a cube that passes too.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "cube/merge.h"
#include "../tests/support/reseal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void merge_with_itself(const rap_cube *cube, bool good)
{
    char path[64];
    (void)snprintf(path, sizeof path, "fuzz_cube_%ld.rap", (long)getpid());
    const rap_cube *both[] = {cube, cube};
    rap_error err = {0};
    if (rap_merge(both, 2, NULL, false, path, &err) == RAP_OK) {
        rap_cube *sum = NULL;
        if (rap_cube_open(path, &sum, &err) != RAP_OK) abort();
        if (good && rap_cube_verify(sum, &err) != RAP_OK) abort();
        rap_cube_close(sum);
        (void)unlink(path);
    } else if (good && !strstr(err.text, "the sum of")) {
        abort();
    }
}

static void read_as_cube(const void *bytes, size_t size, bool merge)
{
    rap_cube *cube = NULL;
    if (rap_cube_parse(bytes, size, &cube, NULL) != RAP_OK) return;
    bool good = rap_cube_verify(cube, NULL) == RAP_OK;
    (void)walk_cube(cube);
    if (!kept_says_the_same(cube) && good) abort();
    if (merge) merge_with_itself(cube, good);
    rap_cube_close(cube);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void *copy = calloc(size ? size : 1, 1); /* aligned, and exactly as long */
    if (!copy) return 0;
    if (size) memcpy(copy, data, size);
    read_as_cube(copy, size, false);
    reseal(copy, size);
    read_as_cube(copy, size, true);
    free(copy);
    return 0;
}
