// SPDX-License-Identifier: Apache-2.0
/* parquet_unpack - the bytes of a page, decompressed. */
#ifndef RAP_SCAN_PARQUET_UNPACK_H
#define RAP_SCAN_PARQUET_UNPACK_H

#include "scan/parquet.h"

typedef struct rap_unpacker rap_unpacker; /* what decompressors keep from page to page */

/**
 * Decompresses `packed` into exactly `length` bytes at `to`. `*unpacker` is NULL before the first call; free it with
 * rap_unpacker_free(). RAP_E_FORMAT where the bytes are damaged or of another length, RAP_E_UNSUPPORTED for a codec that is
 * not known here.
 */
RAP_MUST_CHECK rap_status rap_unpack(rap_unpacker **unpacker, rap_parquet_codec codec, rap_span packed, char *to,
                                     size_t length, rap_error *err);
void rap_unpacker_free(rap_unpacker *unpacker);

/** "snappy", "zstd", ... */
const char *rap_parquet_codec_text(rap_parquet_codec codec);

#endif
