#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The program killed at work: nothing stands under the final name, the same command goes on, and the cube is the one of a
run that nobody disturbed. Its memory stays near what --memory allows, and a full disk or an interrupt leaves no damage."""
import os
import pathlib
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time

RAPPORT = os.environ["RAPPORT"]
SANITIZED = bool(os.environ.get("SANITIZE"))


def ingest(source, cube, *options, **more):
    command = [RAPPORT, "ingest", "openalex", str(source), "-o", str(cube), "-q", *map(str, options)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **more)


def finish(process, expected=0):
    _, err = process.communicate()
    if process.returncode != expected:
        sys.exit(f"{' '.join(process.args)}: exit status {process.returncode}: {err}")
    return err


def content(cube):
    """All but the provenance, which names files: the identity is a hash of it."""
    return subprocess.run([RAPPORT, "info", "-c", str(cube), "--format", "csv", "-q"], capture_output=True, text=True,
                          check=True).stdout.split("identity", 1)[1].splitlines()[0]


def works(path, n, seed):
    """Small works with many different country sets, so that the cube grows with them."""
    draw = random.Random(seed)
    codes = "NO CN SE US DK DE FR GB BR JP FI IN IT ES PL NL BE CH AT AU CA KR RU TR ZA EG NG KE MX AR".split()
    with open(path, "w", encoding="utf-8") as out:
        for i in range(n):
            authors = ",".join('{"countries":["%s"]}' % c for c in draw.choices(codes, k=draw.choice((1, 2, 3, 5))))
            topic = 10000 + draw.randrange(4000)
            out.write('{"id":"https://openalex.org/W%d","publication_year":%d,"type":"article","authorships":[%s],'
                      '"primary_topic":{"id":"https://openalex.org/T%d","display_name":"Topic"},'
                      '"updated_date":"2025-01-%02dT00:00:00"}\n'
                      % (draw.randrange(n), draw.randrange(1990, 2024), authors, topic, 1 + draw.randrange(28)))


def check_kills(source, folder):
    want = folder / "want.rap"
    start = time.monotonic()
    finish(ingest(source, want, "--threads", 2))
    lasts = time.monotonic() - start
    for n in range(8):
        cube = folder / f"killed{n}.rap"
        kills = 0
        while not cube.exists() and kills < 3:
            process = ingest(source, cube, "--threads", 1 + n % 3, "--memory", "64M")
            time.sleep(lasts * (n + 1) / 8)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            kills += 1
        finish(ingest(source, cube, "--threads", 1 + n % 2, "--memory", "64M"))
        assert content(cube) == content(want), f"killed {kills} times at {n + 1}/8"
        assert not pathlib.Path(f"{cube}.part").exists()
    print(f"8 x killed and gone on from: the same cube each time ({lasts:.1f} s undisturbed)")


def check_interrupt(source, folder):
    cube = folder / "interrupted.rap"
    process = ingest(source, cube, "--memory", "64M", "--threads", 1)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    if process.returncode == 0:
        print("the interrupt came too late to be seen: nothing to check")
        return
    assert process.returncode in (130, -signal.SIGINT), (process.returncode, err)
    assert not cube.exists()
    finish(ingest(source, cube, "--memory", "64M"))
    assert content(cube) == content(folder / "want.rap")
    print("interrupted and gone on from: the same cube")


def check_memory(source, folder):
    """Runs alone in a process of its own, whose children are only this ingest."""
    if SANITIZED:
        print("memory is not judged under sanitizers")
        return
    pid = os.fork()
    if pid == 0:
        finish(ingest(source, folder / "memory.rap", "--memory", "64M", "--threads", 2))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        print(f"peak memory with --memory 64M: {peak} kB")
        sys.stdout.flush()
        os._exit(0 if peak < 100 * 1024 else 1)
    _, status = os.waitpid(pid, 0)
    assert status == 0, "more than 100 MB with --memory 64M"
    assert content(folder / "memory.rap") == content(folder / "want.rap")


def check_full_disk(source, folder):
    cube = folder / "full.rap"

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 18, 1 << 18))

    err = finish(ingest(source, cube, "--memory", "64M", "--threads", 1, preexec_fn=limit), expected=4)
    assert "full.rap" in err, err
    assert not cube.exists()
    finish(ingest(source, cube, "--memory", "64M", "--threads", 1))
    assert content(cube) == content(folder / "want.rap")
    assert not pathlib.Path(f"{cube}.part").exists()
    print("a disk that can't take more: told, and gone on from when it can")


def check_stream(source, folder):
    paths = sorted(source.iterdir())
    cube = folder / "stream.rap"
    feed = subprocess.Popen(["cat", *map(str, paths)], stdout=subprocess.PIPE)
    finish(ingest("-", cube, "--memory", "64M", stdin=feed.stdout))
    feed.wait()
    assert content(cube) == content(folder / "want.rap")
    print("standard input: the same cube")


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        source = folder / "source"
        source.mkdir()
        for i in range(3):
            works(source / f"part_{i}", 40000 if SANITIZED else 150000, i)
        check_kills(source, folder)
        check_interrupt(source, folder)
        check_memory(source, folder)
        check_full_disk(source, folder)
        check_stream(source, folder)
    return 0


sys.exit(main())
