// SPDX-License-Identifier: Apache-2.0
/* delta - blocks and miniblocks of differences, summed. */
#include "scan/delta.h"

#include "scan/bits.h"

#define MINIS_MAX 4096       /* of a block; writers use 4 */
#define VALUES_MAX (1 << 24) /* of a miniblock; writers use 32 or 64 */

static bool take_varint(rap_delta *in, uint64_t *out)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && in->at < in->end; shift += 7) {
        unsigned char byte = *in->at++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *out = value;
            return true;
        }
    }
    return false;
}

static bool take_zigzag(rap_delta *in, uint64_t *out)
{
    uint64_t raw;
    if (!take_varint(in, &raw)) return false;
    *out = raw >> 1 ^ (~(raw & 1) + 1);
    return true;
}

bool rap_delta_init(rap_delta *in, rap_span bytes)
{
    uint64_t block;
    const unsigned char *at = (const unsigned char *)bytes.data;
    *in = (rap_delta){.at = at, .end = at + bytes.length};
    if (!take_varint(in, &block) || !take_varint(in, &in->minis) || !take_varint(in, &in->total) ||
        !take_zigzag(in, &in->value))
        return false;
    if (in->minis == 0 || in->minis > MINIS_MAX || block % in->minis) return false;
    in->each = block / in->minis;
    return in->each > 0 && in->each % 8 == 0 && in->each <= VALUES_MAX;
}

/* Begins the next miniblock, and a block where the last one is used up. A miniblock may be cut behind its last value. */
static bool begin_mini(rap_delta *in)
{
    if (!in->widths || ++in->mini == in->minis) {
        if (!take_zigzag(in, &in->least) || (uint64_t)(in->end - in->at) < in->minis) return false;
        in->widths = in->at;
        in->at += in->minis;
        in->mini = 0;
    }
    in->width = in->widths[in->mini];
    in->next = 0;
    in->packed = in->at;
    if (in->width > 64) return false;
    uint64_t room = (uint64_t)(in->end - in->at), bytes = in->each / 8 * in->width;
    uint64_t due = in->total - in->given < in->each ? in->total - in->given : in->each;
    if (bytes > room && (due * in->width + 7) / 8 > room) return false;
    in->at += bytes < room ? bytes : room;
    return true;
}

bool rap_delta_numbers(rap_delta *in, size_t n, uint64_t *out)
{
    if (n > in->total - in->given) return false;
    for (size_t i = 0; i < n; i++, in->given++) {
        if (in->given > 0) {
            if ((!in->widths || in->next == in->each) && !begin_mini(in)) return false;
            in->value += in->least + rap_bits_at(in->packed, in->at, in->next++ * in->width, in->width);
        }
        out[i] = in->value;
    }
    return true;
}
