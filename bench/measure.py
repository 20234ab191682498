# SPDX-License-Identifier: Apache-2.0
"""measure - how the benchmarks run programs, and the rows of the table that run.sh prints.

A job is a function that does its work once and returns its Cost. Jobs that are compared run in turn, so that a slow
minute of the machine hits all alike, in another order each round, so that none always follows the same one; what is shown
are medians.
"""
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple


SHORT = 1.0  # seconds


class Cost(NamedTuple):
    wall: float      # seconds
    cpu: float       # seconds of processor, user and system
    peak: int = 0    # bytes of memory at most


def fail(text):
    sys.exit(f"bench: {text}")


def run(*command, out=None):
    """Runs a program once, with its output to the file `out` or nowhere. If it fails, so does the benchmark."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=out or subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            fail(f"{' '.join(map(str, command))}: {said.read().decode(errors='replace')[-2000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def output_of(*command):
    with tempfile.TemporaryFile() as out:
        run(*command, out=out)
        out.seek(0)
        return out.read().decode()


def self_timed(*command):
    """A peer that prints the wall and processor time of its work, without what it needs to start."""
    wall, cpu = map(float, output_of(*command).split())
    return Cost(wall, cpu)


def in_turn(rounds, jobs):
    """Runs every job `rounds` times, in drawn orders that are the same each time; returns the medians by name. Short jobs
    run twice and the second counts: right behind another program they were seen to take longer."""
    costs = {name: [] for name in jobs}
    draw = random.Random(1)
    for _ in range(rounds):
        for name in draw.sample(list(jobs), len(jobs)):
            cost = jobs[name]()
            costs[name].append(jobs[name]() if cost.wall < SHORT else cost)
    return {name: Cost(statistics.median(c.wall for c in list_), statistics.median(c.cpu for c in list_),
                       max(c.peak for c in list_)) for name, list_ in costs.items()}


class Rows:
    """Rows of the one table, appended to a file: job, ours, peer, ratio, ratio by processor time, goal, verdict."""

    def __init__(self, path):
        self.path = path

    def _add(self, *cells):
        with open(self.path, "a", encoding="utf-8") as file:
            file.write("\t".join(cells) + "\n")

    def section(self, title):
        self._add(title)

    def value(self, job, ours, peer="", ratio="", by_cpu="", goal="", met=None):
        self._add(job, ours, peer, ratio, by_cpu, goal, {True: "met", False: "NOT MET", None: ""}[met])

    def speed(self, job, ours, peer, goal=None, aim=None, by_clock=False):
        """How many times the peer's speed ours is, for the same work. Both ratios must reach a goal: where others use the
        cores, one of them may be luck. Several threads beside one are a matter of the clock alone."""
        ratio, by_cpu = peer.wall / ours.wall, peer.cpu / ours.cpu
        words = "" if goal is None else f">= {goal}" + (f" (aim {aim})" if aim else "")
        self.value(job, f"{ours.wall:.3f} s", f"{peer.wall:.3f} s", f"{ratio:.2f}", f"{by_cpu:.2f}", words,
                   None if goal is None else (ratio if by_clock else min(ratio, by_cpu)) >= goal)

    def limit(self, job, ours, bound, ratio, most, by_cpu=""):
        """Something that may be at most `most` times its bound."""
        self.value(job, ours, bound, f"{ratio:.2f}", by_cpu, f"<= {most}", ratio <= most)

    def skipped(self, job, why):
        self.value(job, f"skipped: {why}")


def print_table(path):
    """The rows of the file under each other."""
    head = ["job", "Rapport", "peer", "ratio", "by cpu", "goal", ""]
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    full = [row + [""] * (len(head) - len(row)) for row in rows if len(row) > 1]
    width = [max(len(row[i]) for row in [head] + [r for r in full if not r[1].startswith("skipped")])
             for i in range(len(head))]
    width[0] = max(width[0], *(len(row[0]) for row in full))

    def line(cells):
        if cells[1].startswith("skipped"):
            return f"{cells[0]:{width[0]}}  {cells[1]}"
        return "  ".join(f"{cell:{w}}" if i in (0, 5, 6) else f"{cell:>{w}}"
                         for i, (cell, w) in enumerate(zip(cells, width))).rstrip()

    print(line(head))
    for row in rows:
        print(f"\n{row[0]}" if len(row) == 1 else line(row + [""] * (len(head) - len(row))))


if __name__ == "__main__":
    print_table(sys.argv[1])
