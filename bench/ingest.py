# SPDX-License-Identifier: Apache-2.0
"""ingest - the rows of the benchmark about reading works into a cube.

    ingest.py BUILD PACKAGES FOLDER ROWS [quick|large]        (bench/run.sh)

Works are generated into FOLDER, once. Every answer is checked before anything is timed: all ways to ingest must give the
cube with the same identity, and its cells must be those that each peer counts.
"""
import collections
import concurrent.futures
import csv
import itertools
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import threading
import time

from measure import Cost, Rows, fail, in_turn, output_of, run, self_timed

SIZES = {  # works of a file (16 files), bare works (4 files), rounds
    "quick": (12000, 3000000, 5),
    "large": (60000, 30000000, 7),
}
FILES = 16
ALL = ("--keep", "xpac,paratext,retracted")
MB = 1 << 20


class Bench:
    def __init__(self, build, packages, folder, rows, size):
        self.build, self.packages, self.folder = map(pathlib.Path, (build, packages, folder))
        self.here = pathlib.Path(__file__).resolve().parent
        self.rows = Rows(rows)
        self.size = size
        self.works, self.bare_works, self.rounds = SIZES[size]
        self.cube = self.folder / "out.rap"
        self.facts = None      # what every peer must count
        self.identity = None

    # ------------------------------------------------------------- programs

    def ingest(self, files, *options):
        shutil.rmtree(f"{self.cube}.part", ignore_errors=True)
        self.cube.unlink(missing_ok=True)
        return run(self.build / "rapport", "ingest", "openalex", *files, "-o", self.cube, "-q", *options)

    def side_by_side(self, files):
        """Two processes of one thread at once, half of the files each: what two cores of this machine can do."""
        halves = [files[::2], files[1::2]]
        start = time.perf_counter()
        with concurrent.futures.ThreadPoolExecutor(len(halves)) as pool:
            costs = list(pool.map(self.ingest_half, range(len(halves)), halves))
        return Cost(time.perf_counter() - start, sum(cost.cpu for cost in costs))

    def ingest_half(self, i, files):
        cube = self.folder / f"half_{i}.rap"
        cube.unlink(missing_ok=True)
        cost = run(self.build / "rapport", "ingest", "openalex", *files, "-o", cube, "-q", "--threads", "1")
        cube.unlink()
        return cost

    def has_duckdb(self):
        return shutil.which("node") and (self.packages / "node_modules/@duckdb/node-api").is_dir()

    def duckdb(self, script, *arguments):
        return ["node", self.here / "duckdb" / script, self.packages, *arguments]

    def simdjson(self):
        """The peer, built here; None where simdjson or a C++ compiler is missing."""
        program, source = self.folder / "simdjson_peer", self.here / "peers/simdjson_peer.cc"
        if not shutil.which("g++"):
            return None
        built = subprocess.run(["g++", "-O3", "-march=native", "-std=c++17", "-o", program, source, "-lsimdjson"],
                               stderr=subprocess.DEVNULL, check=False)
        return program if built.returncode == 0 else None

    # ---------------------------------------------------------------- input

    def files_of(self, name, n, works_of_file, make, suffix=""):
        """n files of generated works in a folder of FOLDER, made where they are missing."""
        folder = self.folder / f"{name}-{self.size}"
        files = [folder / f"part_{i:02}{suffix}" for i in range(n)]
        done = folder / "done"
        if not done.exists() or not all(file.exists() for file in files):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            print(f"bench: making {folder.name}: {n} files of {works_of_file} works", file=sys.stderr)
            make(files)
            done.touch()
        return files

    def generate(self, files, works, style, *options):
        """One world, cut into files: no id stands twice unless --duplicates says so."""
        world = subprocess.Popen([self.build / "worldgen", "--works", str(works * len(files)), "--layout", "file", "--style", style,
                                  "-o", "-", *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        lines = world.stdout
        for i, file in enumerate(files):
            with open(file, "wb") as out:
                last = i + 1 == len(files)
                out.writelines(lines if last else itertools.islice(lines, works))
        if world.wait() != 0:
            fail("worldgen failed")

    def plain_files(self):
        return self.files_of("plain", FILES, self.works, lambda files: self.generate(files, self.works, "compact"))

    def gzip_files(self, plain):
        def make(files):
            for some in zip(*[iter(zip(plain, files))] * 2):  # two at a time
                running = []
                for source, file in some:
                    with open(file, "wb") as out:
                        running.append(subprocess.Popen(["gzip", "-c", source], stdout=out))
                if any(process.wait() for process in running):
                    fail("gzip failed")
        return self.files_of("gzip", len(plain), self.works, make, ".gz")

    # -------------------------------------------------------------- answers

    def cells_of_cube(self):
        """Works by (year, field, country, -) and (year, field, pair) as text, added up from the cells of the cube."""
        cells, members = self.folder / "cells.csv", self.folder / "members.csv"
        run(self.build / "dumpfacts", self.cube, cells, members)
        parties = collections.defaultdict(list)
        with open(members, encoding="ascii") as file:
            for party, _, country in csv.reader(file):
                parties[party].append(country)
        counts = collections.Counter()
        with open(cells, encoding="ascii") as file:
            for year, field, _, _, party, works in csv.reader(file):
                countries = sorted(parties[party])
                for country in countries:
                    counts[year, field, country, "-"] += int(works)
                for pair in itertools.combinations(countries, 2):
                    counts[(year, field, *pair)] += int(works)
        return counts

    def expect_same(self, name, printed):
        counts = {tuple(words[:4]): int(words[4]) for words in map(str.split, printed.splitlines())}
        if counts != self.facts:
            wrong = len(set(counts.items()) ^ set(self.facts.items()))
            fail(f"{name} counts otherwise than Rapport: {wrong} of {len(self.facts)} cells differ; nothing is timed")

    def expect_cube(self, name, expected=None):
        found = output_of(self.build / "hello", self.cube).split()[0]
        expected = expected or self.identity
        if found != expected:
            fail(f"{name} gives cube {found}, expected {expected}; nothing is timed")

    def check_answers(self, plain, packed, simdjson):
        self.ingest(plain, "--unique", *ALL)
        self.facts = dict(self.cells_of_cube())
        self.ingest(plain, "--unique")
        self.identity = output_of(self.build / "hello", self.cube).split()[0]
        for name, files in (("plain", plain), ("gzip", packed)):
            for options in ((), ("--threads", "1"), ("--unique", "--threads", "2"), ("--strict", "--threads", "1")):
                self.ingest(files, *options)
                self.expect_cube(f"ingest of {name} {' '.join(options)}")
        if simdjson:
            self.expect_same("simdjson_peer", output_of(simdjson, "--print", *plain))
        if self.has_duckdb():
            for files in (plain, packed):
                self.expect_same("DuckDB", output_of(*self.duckdb("jsonl.mjs", "print", "2", *files)))

    # ----------------------------------------------------------------- rows

    def json_lines(self):
        plain = self.plain_files()
        packed = self.gzip_files(plain)
        simdjson, duckdb = self.simdjson(), self.has_duckdb()
        self.check_answers(plain, packed, simdjson)
        size = sum(file.stat().st_size for file in plain)
        one, two = ("--threads", "1"), ("--threads", "2")
        jobs = {
            "plain": lambda: self.ingest(plain, *one),
            "wc": lambda: run("wc", "-l", *plain),
            "plain two": lambda: self.ingest(plain, *two),
            "side by side": lambda: self.side_by_side(plain),
            "unique": lambda: self.ingest(plain, "--unique", *one),
            "strict": lambda: self.ingest(plain, "--strict", *one),
            "gzip": lambda: self.ingest(packed, *one),
            "inflate": lambda: run(self.build / "inflate", *packed),
            "gzip two": lambda: self.ingest(packed, *two),
        }
        if simdjson:
            jobs["simdjson"] = lambda: run(simdjson, *plain)
        if duckdb:
            jobs["duckdb"] = lambda: self_timed(*self.duckdb("jsonl.mjs", "time", "1", *plain))
            jobs["duckdb gzip"] = lambda: self_timed(*self.duckdb("jsonl.mjs", "time", "1", *packed))
        cost = in_turn(self.rounds, jobs)
        speed = self.rows.speed
        self.rows.section(f"JSON Lines, whole ingest: {size / 1e9:.2f} GB of text, {FILES * self.works} works, {FILES} files; "
                          f"{size / cost['plain'].wall / 1e9:.2f} GB/s plain, {size / cost['gzip'].wall / 1e9:.2f} GB/s gzip")
        if duckdb:
            speed("plain, one core, beside DuckDB's JSON reader", cost["plain"], cost["duckdb"], 7, 9)
        else:
            self.rows.skipped("plain, one core, beside DuckDB's JSON reader", "node or its packages (bench/setup.sh)")
        speed("plain, one core, beside wc -l", cost["plain"], cost["wc"], 0.45, 0.6)
        if simdjson:
            speed("plain, one core, beside simdjson On-Demand", cost["plain"], cost["simdjson"], 1.8)
        else:
            self.rows.skipped("plain, one core, beside simdjson On-Demand", "g++ or libsimdjson-dev (tools/setup.sh bench)")
        speed("plain, two cores beside one", cost["plain two"], cost["plain"], 1.85, by_clock=True)
        speed("plain, two processes on half the files each", cost["side by side"], cost["plain"], by_clock=True)
        speed("plain, --unique beside the default", cost["unique"], cost["plain"])
        speed("plain, --strict beside the default", cost["strict"], cost["plain"])
        if simdjson:
            speed("plain, --strict beside simdjson On-Demand", cost["strict"], cost["simdjson"])
        speed("gzip, one core, beside ISA-L inflating alone", cost["gzip"], cost["inflate"], 0.9, 0.93)
        if duckdb:
            speed("gzip, one core, beside DuckDB", cost["gzip"], cost["duckdb gzip"], 4)
        else:
            self.rows.skipped("gzip, one core, beside DuckDB", "node or its packages (bench/setup.sh)")
        speed("gzip, two cores beside one", cost["gzip two"], cost["gzip"], 1.85, by_clock=True)

    def parquet(self):
        if not self.has_duckdb():
            self.rows.skipped("Parquet beside DuckDB", "node or its packages (bench/setup.sh)")
            return
        text = self.plain_files()[:8]
        works = len(text) * self.works
        file = self.files_of("parquet", 1, works, lambda files: run(*self.duckdb("parquet.mjs", "convert", *text, *files)))[0]
        self.ingest(text, "--unique", *ALL)
        self.facts = dict(self.cells_of_cube())
        self.expect_same("DuckDB", output_of(*self.duckdb("parquet.mjs", "print", "2", file)))
        self.ingest(text, "--unique")
        identity = output_of(self.build / "hello", self.cube).split()[0]
        jobs = {}
        for threads in ("1", "2"):
            for name, options in (("", ()), (" --unique", ("--unique",))):
                self.ingest([file], "--threads", threads, *options)
                self.expect_cube(f"ingest of Parquet{name}, {threads} threads", identity)
                jobs[f"ours{name} {threads}"] = lambda t=threads, o=options: self.ingest([file], "--threads", t, *o)
            jobs[f"duckdb {threads}"] = lambda t=threads: self_timed(*self.duckdb("parquet.mjs", "time", t, file))
        cost = in_turn(self.rounds, jobs)
        self.rows.section(f"Parquet in the snapshot's layout, whole ingest: {file.stat().st_size / 1e9:.2f} GB stored, {works} works")
        for threads, words in (("1", "one thread"), ("2", "two threads")):
            for name in ("", " --unique"):
                self.rows.speed(f"Parquet{name}, beside DuckDB, {words}", cost[f"ours{name} {threads}"],
                                cost[f"duckdb {threads}"], 4, 8)

    def growth(self):
        plain = self.plain_files()
        some = {1: plain[:1], 4: plain[:4], 16: plain}
        cost = in_turn(max(3, self.rounds - 2), {n: lambda f=files: self.ingest(f, "--threads", "1") for n, files in some.items()})
        each = {n: cost[n].cpu / sum(file.stat().st_size for file in files) for n, files in some.items()}
        self.rows.section("Growth: processor time a byte of plain JSON Lines, one core")
        for n in (4, 16):
            self.rows.limit(f"{n} times the input beside once", f"{each[n] * 1e9:.3f} s/GB", f"{each[1] * 1e9:.3f} s/GB",
                            each[n] / each[1], 1.1)
        self.rows.limit("memory, 16 times the input", f"{cost[16].peak / MB:.0f} MB", "1024 MB", cost[16].peak / (1024 * MB), 1.1)

    def space_of(self, files, *options):
        """The cost of an ingest, and the most bytes that its temporary folder held."""
        most, stop = 0, threading.Event()

        def watch():
            nonlocal most
            while not stop.wait(0.02):
                total = 0
                for folder, _, names in os.walk(f"{self.cube}.part"):
                    for name in names:
                        try:
                            total += os.stat(os.path.join(folder, name)).st_size
                        except FileNotFoundError:
                            pass
                most = max(most, total)
        watcher = threading.Thread(target=watch)
        watcher.start()
        cost = self.ingest(files, *options)
        stop.set()
        watcher.join()
        return cost, most

    def scale(self):
        works = self.bare_works // 4

        def make(files):
            self.generate(files, works, "bare", "--duplicates", "0.05")
        files = self.files_of("bare", 4, works, make)
        size = sum(file.stat().st_size for file in files)
        self.rows.section(f"Memory and duplicates: {self.bare_works} bare works, 5 % of them twice, {size / 1e9:.2f} GB, two threads")
        identity, space = None, 0
        for name, options, bound in (("default", (), 1024), ("--memory 256M", ("--memory", "256M"), 256),
                                     ("--memory 128M", ("--memory", "128M"), 128)):
            cost, held = self.space_of(files, "--threads", "2", *options)
            identity = identity or output_of(self.build / "hello", self.cube).split()[0]
            self.expect_cube(name, identity)
            space = max(space, held)
            self.rows.limit(f"memory of ingest, {name}", f"{cost.peak / MB:.0f} MB", f"{bound} MB", cost.peak / (bound * MB), 1.1)
        cost = in_turn(3, {"default": lambda: self.ingest(files, "--threads", "2"),
                           "unique": lambda: self.ingest(files, "--threads", "2", "--unique")})
        lines = self.bare_works * 1.05
        more = (cost["default"].cpu - cost["unique"].cpu) / lines
        self.rows.value("duplicate check: more processor time", f"{more * 1e9:.0f} ns an id",
                        f"{more * 5e8 / 60:.1f} min", goal="for 500 million ids")
        self.rows.value("duplicate check: temporary space", f"{space / lines:.1f} bytes an id",
                        f"{space / lines * 5e8 / 1e9:.1f} GB", goal="for 500 million ids")
        self.ingest(files, "--threads", "2")
        self.cube_size()

    def cube_size(self):
        """From the table of contents (docs/format.md)."""
        with open(self.cube, "rb") as file:
            head = file.read(64)
            n_chunks = struct.unpack_from("<I", head, 12)[0]
            chunks = [struct.unpack("<4sIQQQ", file.read(32)) for _ in range(n_chunks)]
        length = {name.decode(): (size, size // width) for name, width, _, size, _ in chunks}
        cells = length["CPAR"][1]
        whole = self.cube.stat().st_size
        shares = sum(length.get(name, (0, 0))[0] for name in ("SHRW", "SHRF"))
        self.rows.section(f"Cube of these works: {whole} bytes, {cells} cells")
        each = (whole - shares) / cells
        self.rows.value("bytes a cell without author shares", f"{each:.2f}", goal="<= 16", met=each <= 16)
        self.rows.value("bytes a cell of author shares", f"{shares / cells:.2f}")


def main():
    bench = Bench(*sys.argv[1:5], sys.argv[5] if len(sys.argv) > 5 else "quick")
    for part in (bench.json_lines, bench.parquet, bench.growth, bench.scale):
        start = time.perf_counter()
        part()
        print(f"bench: {part.__name__} took {time.perf_counter() - start:.0f} s", file=sys.stderr)
    bench.cube.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
