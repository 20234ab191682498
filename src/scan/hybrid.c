// SPDX-License-Identifier: Apache-2.0
/* hybrid - runs are filled, packed bits are taken eight values at a time. */
#include "scan/hybrid.h"

#include "scan/bits.h"

#define PIECE 256

void rap_hybrid_init(rap_hybrid *in, rap_span bytes, unsigned width)
{
    const unsigned char *at = (const unsigned char *)bytes.data;
    *in = (rap_hybrid){.at = at, .end = at + bytes.length, .width = width};
}

/* Begins the next run. A last packed run may be shorter than it says: some writers leave the padding out. */
static bool begin_run(rap_hybrid *in)
{
    uint64_t head = 0;
    unsigned shift = 0;
    do {
        if (in->at == in->end || shift > 35) return false;
        head |= (uint64_t)(*in->at & 0x7F) << shift;
        shift += 7;
    } while (*in->at++ & 0x80);
    size_t room = (size_t)(in->end - in->at);
    if (head & 1) {
        uint64_t bytes = (head >> 1) * in->width;
        in->packed = in->at;
        in->next = 0;
        in->left = (head >> 1) * 8;
        if (bytes > room) {
            bytes = room;
            in->left = (uint64_t)room * 8 / in->width;
        }
        in->at += bytes;
        return true;
    }
    size_t bytes = (in->width + 7) / 8;
    if (bytes > room) return false;
    in->packed = NULL;
    in->left = head >> 1;
    in->value = (uint32_t)rap_bits_at(in->at, in->end, 0, in->width);
    in->at += bytes;
    return true;
}

/* Eight values of a width that the compiler knows. */
static inline __attribute__((always_inline)) void unpack_group(uint64_t word, unsigned width, uint32_t *out)
{
    for (unsigned k = 0; k < 8; k++) out[k] = (uint32_t)(word >> k * width) & ((1u << width) - 1);
}

static inline __attribute__((always_inline)) size_t unpack_groups(const unsigned char *at, const unsigned char *end,
                                                                  unsigned width, size_t n, uint32_t *out)
{
    size_t done = 0;
    for (; done + 8 <= n; done += 8, at += width) unpack_group(rap_bits_word(at, end), width, out + done);
    return done;
}

/* Values next .. next + n of the packed run, n > 0. Widths up to 8 go by groups where they begin at one. */
static void unpack(const rap_hybrid *in, size_t n, uint32_t *out)
{
    unsigned width = in->width;
    size_t done = 0;
    if (in->next % 8 == 0) {
        const unsigned char *at = in->packed + in->next / 8 * width;
        switch (width) {
        case 1: done = unpack_groups(at, in->at, 1, n, out); break;
        case 2: done = unpack_groups(at, in->at, 2, n, out); break;
        case 3: done = unpack_groups(at, in->at, 3, n, out); break;
        case 4: done = unpack_groups(at, in->at, 4, n, out); break;
        case 5: done = unpack_groups(at, in->at, 5, n, out); break;
        case 6: done = unpack_groups(at, in->at, 6, n, out); break;
        case 7: done = unpack_groups(at, in->at, 7, n, out); break;
        case 8: done = unpack_groups(at, in->at, 8, n, out); break;
        default: break;
        }
    }
    for (; done < n; done++) out[done] = (uint32_t)rap_bits_at(in->packed, in->at, (in->next + done) * width, width);
}

bool rap_hybrid_numbers(rap_hybrid *in, size_t n, uint32_t *out)
{
    while (n) {
        if (in->left == 0 && !begin_run(in)) return false;
        size_t some = in->left < n ? (size_t)in->left : n;
        if (some && in->packed && in->width)
            unpack(in, some, out);
        else
            for (size_t i = 0; i < some; i++) out[i] = in->packed ? 0 : in->value;
        in->left -= some;
        in->next += some;
        out += some;
        n -= some;
    }
    return true;
}

bool rap_hybrid_bytes(rap_hybrid *in, size_t n, uint8_t *out)
{
    uint32_t piece[PIECE];
    while (n) {
        size_t some = n < PIECE ? n : PIECE;
        if (!rap_hybrid_numbers(in, some, piece)) return false;
        for (size_t i = 0; i < some; i++) out[i] = (uint8_t)piece[i];
        out += some;
        n -= some;
    }
    return true;
}
