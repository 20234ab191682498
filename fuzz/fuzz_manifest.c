// SPDX-License-Identifier: Apache-2.0
/* Any bytes as what lies beside a snapshot's works: manifest.json (every name can be found again) and deleted_ids.csv. */
#include <stdint.h>
#include <string.h>

#include "in_memory.h"
#include "source/deleted.h"
#include "source/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    rap_manifest manifest;
    rap_deleted deleted;
    int file = in_memory(data, size, path);
    if (rap_manifest_read(path, &manifest, NULL) == RAP_OK) {
        for (size_t i = 0; i < manifest.n_files; i++) {
            const rap_manifest_file *found = rap_manifest_find(&manifest, manifest.files[i].name);
            if (!found || strcmp(found->name, manifest.files[i].name) != 0) __builtin_trap();
        }
        rap_manifest_release(&manifest);
    }
    if (rap_deleted_read(path, 1 << 20, &deleted, NULL) == RAP_OK) {
        for (size_t i = 0; i < deleted.n; i++)
            if (!rap_deleted_has(&deleted, deleted.ids[i])) __builtin_trap();
        rap_deleted_release(&deleted);
    }
    close(file);
    return 0;
}
