// SPDX-License-Identifier: Apache-2.0
/*
 * sparse - matrices with few entries: built from triplets, multiplied, looked into.
 *
 * Stored by columns, rows in order within each.
 */
#ifndef RAP_MODEL_SPARSE_H
#define RAP_MODEL_SPARSE_H

#include "base/error.h"

/** One entry. Several of one place add up. */
typedef struct rap_triplet {
    size_t row, col;
    double value;
} rap_triplet;

/** Zero is an empty one. */
typedef struct rap_sparse {
    size_t n_rows, n_cols;
    int *start;    /**< n_cols + 1: where each column begins */
    int *row;      /**< of each entry */
    double *value;
} rap_sparse;

/**
 * Builds a matrix. Errors: RAP_E_USAGE for a place outside it, RAP_E_FORMAT for a value or sum that is not finite,
 * RAP_E_UNSUPPORTED for more than 2^31 - 2 rows, columns or entries, RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_sparse_build(size_t n_rows, size_t n_cols, const rap_triplet *entries, size_t n,
                                           rap_sparse *out, rap_error *err);
RAP_MUST_CHECK rap_status rap_sparse_copy(const rap_sparse *matrix, rap_sparse *out, rap_error *err);
void rap_sparse_release(rap_sparse *matrix);

/** Number of entries. */
size_t rap_sparse_entries(const rap_sparse *matrix);
/** Index of an entry in `value`, or SIZE_MAX where there is none. */
size_t rap_sparse_find(const rap_sparse *matrix, size_t row, size_t col);
/** The value at a place: 0 where there is no entry. */
double rap_sparse_at(const rap_sparse *matrix, size_t row, size_t col);

/** out = M x (n_rows numbers). */
void rap_sparse_multiply(const rap_sparse *matrix, const double *x, double *out);
/** out = M^T x (n_cols numbers). */
void rap_sparse_multiply_transposed(const rap_sparse *matrix, const double *x, double *out);

#endif
