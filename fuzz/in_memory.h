// SPDX-License-Identifier: Apache-2.0
/* in_memory - fuzzer bytes as a file that has a path and no place on a disk, for readers that open paths. */
#ifndef RAP_FUZZ_IN_MEMORY_H
#define RAP_FUZZ_IN_MEMORY_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/** Makes the file and writes its path; give the number back to close(). */
static inline int in_memory(const uint8_t *data, size_t size, char path[64])
{
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    if (file < 0 || write(file, data, size) != (ssize_t)size) abort();
    (void)snprintf(path, 64, "/proc/self/fd/%d", file);
    return file;
}

#endif
