// SPDX-License-Identifier: Apache-2.0
/* parquet_unpack - snappy, zstd and gzip by their libraries, each told the exact length that must come out. */
#include "scan/parquet_unpack.h"

#include <isa-l/igzip_lib.h>
#include <snappy-c.h>
#include <string.h>
#include <zstd.h>

#include "base/alloc.h"

struct rap_unpacker {
    ZSTD_DCtx *zstd;
    struct inflate_state *inflate;
};

const char *rap_parquet_codec_text(rap_parquet_codec codec)
{
    static const char *const text[] = {"none", "snappy", "gzip", "LZO", "brotli", "LZ4", "zstd", "LZ4_RAW"};
    return (unsigned)codec <= RAP_PARQUET_LZ4_RAW ? text[codec] : "an unknown codec";
}

void rap_unpacker_free(rap_unpacker *unpacker)
{
    if (!unpacker) return;
    (void)ZSTD_freeDCtx(unpacker->zstd);
    rap_free(unpacker->inflate);
    rap_free(unpacker);
}

static bool unpack_snappy(rap_span packed, char *to, size_t length)
{
    size_t found;
    return snappy_uncompressed_length(packed.data, packed.length, &found) == SNAPPY_OK && found == length &&
           snappy_uncompress(packed.data, packed.length, to, &found) == SNAPPY_OK && found == length;
}

static bool unpack_zstd(ZSTD_DCtx *zstd, rap_span packed, char *to, size_t length)
{
    size_t found = ZSTD_decompressDCtx(zstd, to, length, packed.data, packed.length);
    return !ZSTD_isError(found) && found == length;
}

/* One member or several. */
static bool unpack_gzip(struct inflate_state *inflate, rap_span packed, char *to, size_t length)
{
    if (packed.length > UINT32_MAX || length > UINT32_MAX) return false;
    uint8_t *in = (uint8_t *)(uintptr_t)packed.data, *out = (uint8_t *)to;
    uint32_t in_left = (uint32_t)packed.length, out_left = (uint32_t)length;
    while (in_left) {
        isal_inflate_init(inflate);
        inflate->crc_flag = ISAL_GZIP;
        inflate->next_in = in;
        inflate->avail_in = in_left;
        inflate->next_out = out;
        inflate->avail_out = out_left;
        if (isal_inflate(inflate) != ISAL_DECOMP_OK || inflate->block_state != ISAL_BLOCK_FINISH) return false;
        in = inflate->next_in;
        in_left = inflate->avail_in;
        out = inflate->next_out;
        out_left = inflate->avail_out;
    }
    return out_left == 0;
}

/* Makes what the codec needs; false where memory is short. */
static bool prepare(rap_unpacker **unpacker, rap_parquet_codec codec)
{
    if (!*unpacker) *unpacker = rap_alloc(1, sizeof **unpacker);
    rap_unpacker *u = *unpacker;
    if (!u) return false;
    if (codec == RAP_PARQUET_ZSTD && !u->zstd) u->zstd = ZSTD_createDCtx();
    if (codec == RAP_PARQUET_GZIP && !u->inflate) u->inflate = rap_alloc(1, sizeof *u->inflate);
    return (codec != RAP_PARQUET_ZSTD || u->zstd) && (codec != RAP_PARQUET_GZIP || u->inflate);
}

rap_status rap_unpack(rap_unpacker **unpacker, rap_parquet_codec codec, rap_span packed, char *to, size_t length,
                      rap_error *err)
{
    bool done;
    if (!prepare(unpacker, codec)) return rap_fail_memory(err);
    switch (codec) {
    case RAP_PARQUET_PLAIN:
        done = packed.length == length;
        if (done && length) memcpy(to, packed.data, length);
        break;
    case RAP_PARQUET_SNAPPY: done = unpack_snappy(packed, to, length); break;
    case RAP_PARQUET_ZSTD: done = unpack_zstd((*unpacker)->zstd, packed, to, length); break;
    case RAP_PARQUET_GZIP: done = unpack_gzip((*unpacker)->inflate, packed, to, length); break;
    default:
        return rap_fail(err, RAP_E_UNSUPPORTED, "compressed by %s, which can't be read: expected snappy, zstd, gzip or none",
                        rap_parquet_codec_text(codec));
    }
    if (done) return RAP_OK;
    return rap_fail(err, RAP_E_FORMAT, "a damaged page: its %zu bytes of %s do not give %zu bytes", packed.length,
                    rap_parquet_codec_text(codec), length);
}
