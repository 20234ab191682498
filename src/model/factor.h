// SPDX-License-Identifier: Apache-2.0
/*
 * factor - square sparse systems: factorised once, solved for any right side, factorised again for new values.
 *
 * The ordering (block triangular form, then AMD) is found once; matrices of the same pattern are then factorised at a
 * fraction of the cost. It is done by KLU, with BTF and AMD (SuiteSparse; Davis & Palamadai Natarajan 2010, ACM TOMS
 * 37:36), which are LGPL and BSD; no GPL part of SuiteSparse is used. KLU takes its memory from malloc and not through
 * base/alloc.h: it has one setting for that in the whole process, which a library must not change.
 */
#ifndef RAP_MODEL_FACTOR_H
#define RAP_MODEL_FACTOR_H

#include "model/sparse.h"

/** Why a system has no unique solution. */
typedef enum rap_singularity {
    RAP_REGULAR,
    RAP_SINGULAR_PATTERN, /**< entries stand where no values could make it solvable; `row` and `col` are left over */
    RAP_SINGULAR_VALUES   /**< the column `col` is, to working precision, a sum of others */
} rap_singularity;

typedef struct rap_singular {
    rap_singularity why;
    size_t row, col;      /**< SIZE_MAX where not known */
} rap_singular;

/** A factorised matrix. Solving uses its workspace: one thread at a time. */
typedef struct rap_factor rap_factor;

/**
 * Factorises a square matrix with at least one row. A singular one is RAP_E_FORMAT, and `where` (may be NULL) says which
 * row and column; it counts as singular where a pivot of a block is below 2^-52 of its column (rows scaled to a largest
 * entry of 1), since no digit of the solution would be known. RAP_E_USAGE where it is not square; RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_factor_new(const rap_sparse *matrix, rap_factor **out, rap_singular *where, rap_error *err);
void rap_factor_free(rap_factor *factor);

/** Factorises a matrix of the same pattern. After a failure the factor can't solve, but can be renewed again. */
RAP_MUST_CHECK rap_status rap_factor_renew(rap_factor *factor, const rap_sparse *matrix, rap_singular *where,
                                           rap_error *err);

/** Solves A x = b; b is given in `x`. */
void rap_factor_solve(rap_factor *factor, double *x);
/** Solves A^T x = b; b is given in `x`. */
void rap_factor_solve_transposed(rap_factor *factor, double *x);

/** Cheap estimate of the reciprocal condition: smallest over largest pivot, rows scaled (klu_rcond). */
double rap_factor_rcond(const rap_factor *factor);

#endif
