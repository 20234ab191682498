#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the shipped value chain: bench/chain.py BUILD FOLDER ROWS. What each row means stands in bench/README.md."""
import os
import statistics
import sys
import time

from measure import Cost, Rows, output_of

ROUNDS = 3


def ours(build, matrix):
    """Medians of chainbench's lines over a few runs."""
    runs = []
    for _ in range(ROUNDS):
        lines = output_of(os.path.join(build, "chainbench"), matrix).splitlines()
        runs.append({name: float(value) for name, value in (line.split() for line in lines)})
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def superlu(matrix):
    """SciPy's SuperLU on the same matrix, seconds to factorise and to solve; None without SciPy."""
    try:
        import numpy
        import scipy.sparse
        import scipy.sparse.linalg
    except ImportError:
        return None
    with open(matrix, encoding="ascii") as file:
        n = int(file.readline())
        entries = numpy.loadtxt(file)
    a = scipy.sparse.csc_matrix((entries[:, 2], (entries[:, 0].astype(int), entries[:, 1].astype(int))), shape=(n, n))
    factorise, solve = [], []
    for _ in range(5 * ROUNDS):
        start = time.perf_counter()
        factor = scipy.sparse.linalg.splu(a)
        middle = time.perf_counter()
        factor.solve(numpy.ones(n))
        factorise.append(middle - start)
        solve.append(time.perf_counter() - middle)
    return statistics.median(factorise), statistics.median(solve)


def put(rows, job, seconds, peer, goal=None):
    cost = Cost(seconds, seconds)
    rows.value(job, f"{1e3 * cost.wall:.3f} ms", f"{1e3 * peer:.3f} ms" if peer else "", f"{peer / seconds:.0f}" if peer else "", "", goal or "")


def main():
    build, folder, path = sys.argv[1:]
    rows, matrix = Rows(path), os.path.join(folder, "chain.matrix")
    took = ours(build, matrix)
    rows.section(f"the value chain: {took['processes']:.0f} processes over {took['places']:.0f} places, {took['coefficients']:.0f} coefficients")
    put(rows, "read the tables, build, factorise", took["read_and_build"], None)
    if "dense_factorise" in took:
        put(rows, "factorise, beside dense LAPACK", took["factorise"], took["dense_factorise"])
        put(rows, "solve, beside dense LAPACK", took["solve"], took["dense_solve"])
    else:
        rows.skipped("factorise, beside dense LAPACK", "no liblapack.so.3")
    peer = superlu(matrix)
    if peer:
        put(rows, "factorise, beside SciPy's SuperLU", took["factorise"], peer[0])
        put(rows, "solve, beside SciPy's SuperLU", took["solve"], peer[1])
    else:
        rows.skipped("factorise, beside SciPy's SuperLU", "python3 has no SciPy")
    put(rows, "factorise again, the same pattern", took["again"], None)
    for threads in (1, 2):
        seconds = took[f"draws_{threads}"]
        rows.value(f"10,000 draws of {took['quantities']:.0f} quantities, {threads} thread{'s' * (threads > 1)}", f"{seconds:.3f} s", "", "", "",
                   "< 5 s", seconds < 5)


main()
