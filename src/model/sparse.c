// SPDX-License-Identifier: Apache-2.0
/* Entries are sorted by two passes of counting, by row and then by column, so building is linear in the input. */
#include "model/sparse.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/alloc.h"

static rap_status reserve(size_t n_rows, size_t n_cols, size_t n, rap_sparse *out, rap_error *err)
{
    *out = (rap_sparse){.n_rows = n_rows, .n_cols = n_cols};
    out->start = rap_alloc(n_cols + 1, sizeof *out->start);
    out->row = rap_alloc(n, sizeof *out->row);
    out->value = rap_alloc(n, sizeof *out->value);
    if (out->start && out->row && out->value) return RAP_OK;
    rap_sparse_release(out);
    return rap_fail_memory(err);
}

/* Where each of `n_keys` groups begins, from the keys of all entries. */
static void begin_groups(const rap_triplet *entries, size_t n, bool by_row, int *start, size_t n_keys)
{
    memset(start, 0, (n_keys + 1) * sizeof *start);
    for (size_t i = 0; i < n; i++) start[(by_row ? entries[i].row : entries[i].col) + 1]++;
    for (size_t k = 0; k < n_keys; k++) start[k + 1] += start[k];
}

/* The order of entries by row, those of a row as they came. */
static void sort_by_row(const rap_triplet *entries, size_t n, size_t n_rows, int *start, int *order)
{
    begin_groups(entries, n, true, start, n_rows);
    for (size_t i = 0; i < n; i++) order[start[entries[i].row]++] = (int)i;
}

/* Puts entries into their columns, and adds those of one place. */
static void fill(rap_sparse *out, const rap_triplet *entries, size_t n, const int *order, int *next)
{
    begin_groups(entries, n, false, out->start, out->n_cols);
    memcpy(next, out->start, (out->n_cols + 1) * sizeof *next);
    for (size_t i = 0; i < n; i++) {
        const rap_triplet *entry = &entries[order[i]];
        int at = next[entry->col]++;
        out->row[at] = (int)entry->row;
        out->value[at] = entry->value;
    }
    int kept = 0;
    for (size_t c = 0; c < out->n_cols; c++) {
        int first = kept, from = out->start[c];
        out->start[c] = kept;
        for (int i = from; i < out->start[c + 1]; i++) {
            if (kept > first && out->row[kept - 1] == out->row[i]) {
                out->value[kept - 1] += out->value[i];
                continue;
            }
            out->row[kept] = out->row[i];
            out->value[kept++] = out->value[i];
        }
    }
    out->start[out->n_cols] = kept;
}

static rap_status check_places(size_t n_rows, size_t n_cols, const rap_triplet *entries, size_t n, rap_error *err)
{
    if (n_rows >= INT_MAX || n_cols >= INT_MAX || n >= INT_MAX)
        return rap_fail(err, RAP_E_UNSUPPORTED, "a matrix of %zu rows, %zu columns and %zu entries is too large: expected "
                                                "less than 2147483647 of each", n_rows, n_cols, n);
    for (size_t i = 0; i < n; i++)
        if (entries[i].row >= n_rows || entries[i].col >= n_cols)
            return rap_fail(err, RAP_E_USAGE, "entry (%zu, %zu) is outside a matrix of %zu rows and %zu columns",
                            entries[i].row, entries[i].col, n_rows, n_cols);
    return RAP_OK;
}

static rap_status check_values(const rap_sparse *matrix, rap_error *err)
{
    for (size_t c = 0; c < matrix->n_cols; c++)
        for (int i = matrix->start[c]; i < matrix->start[c + 1]; i++)
            if (!isfinite(matrix->value[i]))
                return rap_fail(err, RAP_E_FORMAT, "the value at row %d, column %zu is not finite", matrix->row[i], c);
    return RAP_OK;
}

rap_status rap_sparse_build(size_t n_rows, size_t n_cols, const rap_triplet *entries, size_t n, rap_sparse *out,
                            rap_error *err)
{
    rap_sparse built;
    RAP_TRY(check_places(n_rows, n_cols, entries, n, err));
    RAP_TRY(reserve(n_rows, n_cols, n, &built, err));
    int *order = rap_alloc(n, sizeof *order);
    int *next = rap_alloc((n_rows > n_cols ? n_rows : n_cols) + 1, sizeof *next);
    rap_status status = RAP_OK;
    if (order && next) {
        sort_by_row(entries, n, n_rows, next, order);
        fill(&built, entries, n, order, next);
        status = check_values(&built, err);
    } else {
        status = rap_fail_memory(err);
    }
    rap_free(order);
    rap_free(next);
    if (status == RAP_OK) *out = built;
    else rap_sparse_release(&built);
    return status;
}

rap_status rap_sparse_copy(const rap_sparse *matrix, rap_sparse *out, rap_error *err)
{
    rap_sparse copy;
    size_t n = rap_sparse_entries(matrix);
    RAP_TRY(reserve(matrix->n_rows, matrix->n_cols, n, &copy, err));
    memcpy(copy.start, matrix->start, (matrix->n_cols + 1) * sizeof *copy.start);
    memcpy(copy.row, matrix->row, n * sizeof *copy.row);
    memcpy(copy.value, matrix->value, n * sizeof *copy.value);
    *out = copy;
    return RAP_OK;
}

void rap_sparse_release(rap_sparse *matrix)
{
    rap_free(matrix->start);
    rap_free(matrix->row);
    rap_free(matrix->value);
    *matrix = (rap_sparse){0};
}

size_t rap_sparse_entries(const rap_sparse *matrix)
{
    return matrix->start ? (size_t)matrix->start[matrix->n_cols] : 0;
}

size_t rap_sparse_find(const rap_sparse *matrix, size_t row, size_t col)
{
    int low = matrix->start[col], high = matrix->start[col + 1];
    while (low < high) {
        int middle = low + (high - low) / 2;
        if ((size_t)matrix->row[middle] < row) low = middle + 1;
        else high = middle;
    }
    return low < matrix->start[col + 1] && (size_t)matrix->row[low] == row ? (size_t)low : SIZE_MAX;
}

double rap_sparse_at(const rap_sparse *matrix, size_t row, size_t col)
{
    size_t at = rap_sparse_find(matrix, row, col);
    return at == SIZE_MAX ? 0 : matrix->value[at];
}

void rap_sparse_multiply(const rap_sparse *matrix, const double *x, double *out)
{
    for (size_t r = 0; r < matrix->n_rows; r++) out[r] = 0;
    for (size_t c = 0; c < matrix->n_cols; c++)
        for (int i = matrix->start[c]; i < matrix->start[c + 1]; i++) out[matrix->row[i]] += matrix->value[i] * x[c];
}

void rap_sparse_multiply_transposed(const rap_sparse *matrix, const double *x, double *out)
{
    for (size_t c = 0; c < matrix->n_cols; c++) {
        double sum = 0;
        for (int i = matrix->start[c]; i < matrix->start[c + 1]; i++) sum += matrix->value[i] * x[matrix->row[i]];
        out[c] = sum;
    }
}
