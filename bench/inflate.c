// SPDX-License-Identifier: Apache-2.0
/* inflate - ISA-L inflating gzip files and nothing else: the limit of reading them. Prints the bytes of text. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <isa-l/igzip_lib.h>

enum { INPUT = 1 << 18, OUTPUT = 1 << 18 };

/* Inflates one file; members may follow one another. Returns its bytes of text, or -1. */
static int64_t inflate_file(const char *path, uint8_t *in, uint8_t *out)
{
    struct inflate_state state;
    int64_t total = 0;
    FILE *file = fopen(path, "rb");
    if (!file) return -1;
    (void)setvbuf(file, NULL, _IONBF, 0);
    isal_inflate_init(&state);
    state.crc_flag = ISAL_GZIP;
    for (;;) {
        if (state.avail_in == 0) {
            state.next_in = in;
            state.avail_in = (uint32_t)fread(in, 1, INPUT, file);
            if (state.avail_in == 0 && state.block_state != ISAL_BLOCK_FINISH) break;
        }
        state.next_out = out;
        state.avail_out = OUTPUT;
        if (state.block_state == ISAL_BLOCK_FINISH) {
            if (state.avail_in == 0) break;
            isal_inflate_reset(&state);
            state.crc_flag = ISAL_GZIP;
        }
        if (isal_inflate(&state) != ISAL_DECOMP_OK) {
            total = -1;
            break;
        }
        total += OUTPUT - state.avail_out;
    }
    (void)fclose(file);
    return total;
}

int main(int argc, char **argv)
{
    uint8_t *in = malloc(INPUT), *out = malloc(OUTPUT);
    int64_t total = 0;
    for (int i = 1; in && out && i < argc; i++) {
        int64_t one = inflate_file(argv[i], in, out);
        if (one < 0) {
            (void)fprintf(stderr, "inflate: %s: can't be read as gzip\n", argv[i]);
            total = -1;
            break;
        }
        total += one;
    }
    free(in);
    free(out);
    if (total >= 0) (void)printf("%" PRId64 "\n", total);
    return total >= 0 ? 0 : 1;
}
