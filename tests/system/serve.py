#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The server on a free port of this machine: its answers are the command line's, and nobody can bring it to its knees.

usage: serve.py         (RAPPORT = the program, SOURCE_DIR = the tree)
"""
import csv
import gzip
import glob
import http.client
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

RAPPORT, SOURCE = os.environ["RAPPORT"], os.environ["SOURCE_DIR"]
PATIENCE = 120          # seconds for what should take one: machines may be busy, and sanitizers slow
TIMEOUT = 2             # what the server is told to wait for a request
faults = []


def expect(what, condition, found=""):
    if not condition:
        faults.append(f"{what}: {str(found)[:600]}")


def run(*words):
    return subprocess.run([RAPPORT, *words], capture_output=True, text=True, check=False)


class Server:
    def __init__(self, *words):
        self.process = subprocess.Popen([RAPPORT, "serve", "--port", "0", *words], stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        found = re.search(r"at http://127\.0\.0\.1:(\d+)/", line)
        if not found:
            sys.exit(f"no address in: {line}{self.process.stderr.read()}")
        self.port = int(found.group(1))

    def ask(self, target, method="GET", headers=None, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, target, body=body, headers=headers or {})
        response = connection.getresponse()
        data = response.read()
        connection.close()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, data

    def raw(self, data, wait=True):
        """What comes back for bytes as they are, until the server closes or goes silent."""
        out = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as s:
            try:
                s.sendall(data)
                if wait:
                    s.shutdown(socket.SHUT_WR)
                    while part := s.recv(65536):
                        out += part
            except OSError:  # the server has closed already
                pass
        return out

    def stop(self, number):
        self.process.send_signal(number)
        status = self.process.wait(PATIENCE)
        return status, self.process.stderr.read()


def link(question, options):
    return f"/api/v1/{question}" + ("?" + "&".join(
        name if value is None else f"{name}={urllib.parse.quote(value, safe='+,')}" for name, value in options) if options else "")


def words_of(question, options):
    words = [question]
    for name, value in options:
        if name in ("country", "partner", "group-word"):
            words.append(value)
        else:
            words += [f"--{name}"] if value is None else [f"--{name}={value}"]
    return words


QUESTIONS = [
    ("partners", [("country", "NO"), ("years", "2022")]),
    ("partners", [("country", "nordic"), ("years", "2019-2022"), ("each", "year"), ("top", "5")]),
    ("partners", [("country", "United States"), ("among", "CN+NO"), ("sort", "ric")]),
    ("pair", [("country", "NO"), ("partner", "CN"), ("each", None)]),
    ("profile", [("country", "CN"), ("top", "10")]),
    ("rank", [("years", "2022")]),
    ("trend", [("country", "NO"), ("partner", "CN"), ("years", "2000-2023")]),
    ("forecast", [("country", "NO"), ("partner", "CN"), ("horizon", "3")]),
    ("figures", [("country", "NO")]), ("scenario", [("country", "NO")]), ("trade", [("country", "NO"), ("partner", "CN")]), ("dependency", [("country", "NO")]),
    ("target", [("country", "NO"), ("partner", "CN"), ("level", "4000"), ("by", "2030")]),
    ("export", [("years", "2020"), ("plane", "pairs")]),
    ("groups", []), ("areas", []), ("info", []),
    ("fields", [("country", "NO"), ("partner", "CN")]),
    ("chain-footprint", [("make", "cell=NO"), ("drive", "NO"), ("split", "stage,part")]),
    ("chain-origin", [("on", "NO")]), ("chain-dependency", [("cut", "CN:anode")]), ("chain-whatif", [("grid", "CN=2030")]),
    ("chain-compare", [("chemistry", "LFP"), ("against", "chemistry:NMC811"), ("draws", "50")]),
    ("chain-sensitivity", [("top", "3")]), ("chain-forward", [("years", "2023-2024"), ("completion", "50%")]),
]


def answers_are_the_command_lines(server, cubes):
    asked = set()
    for name, path in cubes.items():
        for question, options in QUESTIONS:
            asked.add(question)
            target = link(question, options + [("cube", name)])
            status, headers, body = server.ask(target)
            line = run(*words_of(question, options), "-c", path, "--format", "json", "-q")
            if line.returncode:
                expect(f"{target}: status for '{line.stderr}'", status == {2: 400, 3: 422}[line.returncode], status)
                expect(f"{target}: detail", json.loads(body)["detail"] in line.stderr, body)
                continue
            expect(f"{target}: status", status == 200, (status, body))
            answer, table = json.loads(body), json.loads(line.stdout)
            meta = answer["meta"]
            expect(f"{target}: rows", answer["data"] == table["rows"] and meta["rows"] == len(table["rows"]))
            expect(f"{target}: notes", meta["warnings"] == table["notes"], meta["warnings"])
            expect(f"{target}: receipt", meta["receipt"] == table["receipt"], meta["receipt"])
            expect(f"{target}: columns", [(c["name"], c["unit"]) for c in meta["columns"]] ==
                   [(c["name"], c["unit"]) for c in table["columns"]], meta["columns"])
            used = {c["definition"] for c in meta["columns"]} - {None}
            expect(f"{target}: definitions", set(meta["definitions"]) == used, sorted(used))
            for key in ("program", "cube", "question", "link", "title", "denominators", "coverage", "licence"):
                expect(f"{target}: meta", key in meta, key)
            expect(f"{target}: cube", meta["cube"] == {"name": name, "identity": table["receipt"]["cube"][:16]})
            expect(f"{target}: type", headers["content-type"] == "application/json", headers)
            status, headers, body = server.ask(target.replace(f"/{question}", f"/{question}.csv", 1))
            text = run(*words_of(question, options), "-c", path, "--format", "csv", "-q").stdout
            expect(f"{target}: csv", body.decode() == text)
            expect(f"{target}: csv rows", len(list(csv.reader(io.StringIO(text)))) == meta["rows"] + 1)
            status, headers, again = server.ask(target, headers={"Accept": "text/csv"})
            expect(f"{target}: Accept", again == body and headers["content-type"].startswith("text/csv"), headers)
    listed = json.loads(server.ask("/api/v1/")[2])
    for name, path in cubes.items():
        line = run("check", f"{SOURCE}/data/plans/research.plan", "-c", path, "--format", "json", "-q")
        answer = json.loads(server.ask(f"/api/v1/check?plan=research&cube={name}")[2])
        expect(f"check of {name}", answer["data"] == json.loads(line.stdout)["rows"], answer["data"][:1])
    expect("every question was asked", asked | {"check"} == {q["name"] for q in listed["questions"]}, asked)
    expect("cubes are listed", [c["name"] for c in listed["cubes"]] == list(cubes) and listed["cubes"][0]["default"])
    for question in listed["questions"]:
        for example in question["examples"]:
            status, _, body = server.ask(example)
            expect(f"example {example}", status in (200, 422), (status, body))


def description_is_sound(server):
    """OpenAPI 3.1 as far as one can judge without its schema: required members, references, parameters, unique ids."""
    status, _, body = server.ask("/openapi.json")
    document, ids = json.loads(body), []
    expect("openapi", status == 200 and document["openapi"].startswith("3.1.") and document["info"]["title"]
           and document["info"]["version"], status)

    def resolve(reference):
        at = document
        for part in reference.removeprefix("#/").split("/"):
            at = at.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(at, dict) else None
        expect(f"reference {reference}", reference.startswith("#/") and at is not None)
        return at or {}

    def look(at):
        if isinstance(at, dict):
            if isinstance(at.get("$ref"), str):
                resolve(at["$ref"])
            for value in at.values():
                look(value)
        elif isinstance(at, list):
            for value in at:
                look(value)

    look(document)
    for path, item in document["paths"].items():
        expect(f"{path}: begins with a slash", path.startswith("/"))
        expect(f"{path}: get alone", set(item) == {"get"}, set(item))
        operation, names = item["get"], []
        ids.append(operation["operationId"])
        for parameter in operation.get("parameters", []):
            parameter = resolve(parameter["$ref"]) if "$ref" in parameter else parameter
            names.append(parameter.get("name"))
            expect(f"{path}: {names[-1]}", parameter.get("in") in ("query", "path") and "schema" in parameter, parameter)
            expect(f"{path}: {names[-1]} required", parameter["in"] != "path" or parameter.get("required") is True)
        expect(f"{path}: names are distinct", len(set(names)) == len(names), names)
        expect(f"{path}: names in the path", all(n in names for n in re.findall(r"{(\w+)}", path)), names)
        for code, response in operation["responses"].items():
            response = resolve(response["$ref"]) if "$ref" in response else response
            expect(f"{path}: {code}", re.fullmatch(r"[1-5]\d\d|default", code) and response.get("description"), response)
    expect("operation ids are distinct", len(set(ids)) == len(ids), ids)
    listed = json.loads(server.ask("/api/v1/")[2])
    for question in listed["questions"]:
        operation = document["paths"][f"/api/v1/{question['name']}"]["get"]
        described = {(resolve(p["$ref"]) if "$ref" in p else p)["name"] for p in operation["parameters"]}
        expect(f"{question['name']}: options", described == {o["name"] for o in question["options"]} | {"cube"}, described)
    help_text = run("help", "partners").stdout
    for option in document["paths"]["/api/v1/partners"]["get"]["parameters"]:
        name = option.get("$ref", "").rsplit("/", 1)[-1]
        expect(f"help has --{name}", name in ("", "cube") or f"--{name}" in help_text)


def forms_and_tags(server):
    target = "/api/v1/partners?country=NO&years=2022"
    status, headers, body = server.ask(target)
    expect("security headers", headers.get("x-content-type-options") == "nosniff" and "default-src 'none'" in
           headers.get("content-security-policy", "") and headers.get("referrer-policy") == "no-referrer", headers)
    expect("no other origins", not [h for h in headers if h.startswith("access-control")], headers)
    expect("caching", headers.get("cache-control") == "no-cache" and "Accept" in headers.get("vary", ""), headers)
    tag = headers["etag"]
    status, head, nothing = server.ask(target, "HEAD")
    expect("HEAD", status == 200 and nothing == b"" and head["content-length"] == str(len(body)) and head["etag"] == tag, head)
    status, headers, nothing = server.ask(target, headers={"If-None-Match": f'"x", {tag}'})
    expect("304", status == 304 and nothing == b"" and headers["etag"] == tag, (status, headers))
    status, headers, nothing = server.ask("/api/v1/partners?years=2022&country=NO", headers={"If-None-Match": tag})
    expect("304 whatever the order", status == 304, status)
    status, headers, packed = server.ask(target, headers={"Accept-Encoding": "gzip"})
    expect("gzip", headers.get("content-encoding") == "gzip" and gzip.decompress(packed) == body and len(packed) < len(body))
    expect("gzip has its own tag", headers["etag"] != tag, headers["etag"])
    status, _, _ = server.ask(target, headers={"If-None-Match": headers["etag"], "Accept-Encoding": "gzip"})
    expect("304 of gzip", status == 304, status)


def mistakes_are_explained(server):
    cases = [
        ("/nothing", 404, "/api/v1/"), ("/api/v1/partner", 404, "partners"), ("/api/v1/partners", 400, "country is missing"),
        ("/api/v1/partners?country=Nroway", 404, "Norway"), ("/api/v1/partners?country=NO&cube=x", 404, "/api/v1/"),
        ("/api/v1/partners?country=NO&topp=3", 400, "top"), ("/api/v1/partners?country=NO&kind=journal", 422, "kind"),
        ("/api/v1/partners?country=%4", 400, "byte 25"), ("/api/v1/partners?country=%00", 400, "control"),
        ("/api/v1/explain/nothing", 404, "explain"), ("/" + "a" * 9000, 414, "8192"),
        ("/api/v1/../../../etc/passwd", 404, ""), ("/api/v1/partners?country=NO&cube=../../etc/passwd", 404, ""),
    ]
    for target, expected, part in cases:
        status, headers, body = server.ask(target)
        problem = json.loads(body)
        expect(f"{target[:60]}: status", status == expected == problem["status"], (status, body))
        expect(f"{target[:60]}: type", headers["content-type"] == "application/problem+json", headers)
        expect(f"{target[:60]}: detail", part in problem["detail"] and problem["title"], problem)
        expect(f"{target[:60]}: instance", problem.get("instance") == target or "\x00" in target, problem)
        status, _, body = server.ask(problem["type"])
        expect(f"{problem['type']}: resolves", status == 200 and json.loads(body)["status"] == expected, body)
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        status, headers, _ = server.ask("/api/v1/", method)
        expect(method, status == 405 and headers.get("allow") == "GET, HEAD", (status, headers))
    status, _, _ = server.ask("/api/v1/", body=b"x" * 100)
    expect("a body", status == 413, status)
    status, _, _ = server.ask("/api/v1/", headers={"Accept": "image/png"})
    expect("406", status == 406, status)
    for host in ("evil.example", f"evil.example:{server.port}", "127.0.0.2", ""):
        status, _, _ = server.ask("/api/v1/", headers={"Host": host})
        expect(f"host '{host}'", status in (400, 421), status)
    status, _, _ = server.ask("/api/v1/", headers={"Host": f"localhost:{server.port}"})
    expect("localhost", status == 200, status)
    status, _, _ = server.ask("/api/v1/", headers={"X-Long": "a" * 20000})
    expect("large headers", status == 431, status)


def hostile_bytes_do_no_harm(server):
    good = b"GET /api/v1/explain/ric HTTP/1.1\r\nHost: localhost\r\n\r\n"

    def statuses(data):
        return re.findall(rb"^HTTP/1\.1 (\d+)", server.raw(data), re.M)

    expect("pipelining", statuses(good * 20) == [b"200"] * 20, statuses(good * 20))
    two = statuses(b"GET /api/v1/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(good) + good)
    expect("a body is no request", two == [b"413"], two)
    two = statuses(b"GET /api/v1/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + good)
    expect("chunks are no request", two in ([b"413"], [b"400"]), two)
    two = statuses(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
    expect("two hosts", two == [b"400"], two)
    two = statuses(b"GET / HTTP/1.1\r\nHost: localhost\r\nX : y\r\n\r\n")
    expect("a blank before the colon", two == [b"400"], two)
    for data in (b"\0" * 100, b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/1.1\r\n\r\n", b"GET /x\0/api/v1/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
                 b"GET /api/v1/ HTTP/1.1\r\nHost: local\0host\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
                 b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n", b"\r\n" * 1000, b"A" * 100000,
                 b"GET /" + b"a" * 200000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
                 b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200000 + b"\r\n\r\n",
                 b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 20000 + b"\r\n",
                 b"GET /api/v1/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                 b"GET /api/v1/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n"):
        answers = statuses(data)
        expect(f"{data[:60]!r}", all(s[:1] in (b"3", b"4", b"5") for s in answers), answers)
        expect("alive", server.process.poll() is None, data[:60])
    server.raw(b"GET /api/v1/export?plane=pairs HTTP/1.1\r\nHost: localhost\r\n\r\n", wait=False)  # goes away without reading
    expect("alive at the end", statuses(good) == [b"200"])


def slow_clients_are_cut_off(server):
    """Who sends a byte now and then, and who sends nothing: both are closed; meanwhile others are served."""
    ended = []

    def drip(data):
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as s:
            start = time.monotonic()
            try:
                for byte in data:
                    s.send(bytes([byte]))
                    time.sleep(0.25)
                    if time.monotonic() - start > 40:
                        return
            except OSError:
                pass
            else:
                s.recv(1)
            ended.append(time.monotonic() - start)

    slow = [threading.Thread(target=drip, args=(data,)) for data in (b"GET / HTTP/1.1\r\nX: " + b"a" * 1000, b"", b"GET")]
    for thread in slow:
        thread.start()
    for _ in range(20):
        expect("served beside slow clients", server.ask("/api/v1/explain/ric")[0] == 200)
    for thread in slow:
        thread.join(PATIENCE)
    expect("slow clients are closed", len(ended) == len(slow) and all(t < 30 for t in ended), ended)


def many_at_once(server, cubes):
    """Threads over one mapped cube: every answer is the one that is given alone."""
    name = next(iter(cubes))
    targets = [f"/api/v1/partners?country={c}&years={y}&cube={name}" for c in ("NO", "CN", "US", "DE") for y in (2019, 2022)]
    alone = {t: server.ask(t)[2] for t in targets}
    different = []

    def work(shift):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        for i in range(12):
            target = targets[(i + shift) % len(targets)]
            connection.request("GET", target)
            if connection.getresponse().read() != alone[target]:
                different.append(target)
        connection.close()

    threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    expect("answers given at once", not different, different)


def an_interrupt_lets_answers_finish(server):
    answers = []
    target = "/api/v1/export?plane=pairs&each=year"

    def ask():
        try:
            answers.append(server.ask(target))
        except (ConnectionError, http.client.RemoteDisconnected):
            pass  # not begun: it was still waiting to be read

    alone = server.ask(target)[2]
    threads = [threading.Thread(target=ask) for _ in range(2)]
    idle = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    status, said = server.stop(signal.SIGTERM)
    for thread in threads:
        thread.join(PATIENCE)
    idle.close()
    expect("exit status after SIGTERM", status == 0, (status, said))
    expect("answers under way are whole", answers and all(a[0] == 200 and a[2] == alone for a in answers), len(answers))
    try:
        server.ask("/")
        expect("nobody listens any more", False)
    except OSError:
        pass


def a_second_interrupt_does_not_wait(cubes):
    server = Server("-c", cubes["toy"])

    def ask():
        try:
            server.ask("/api/v1/partners?country=NO&bootstrap=100000")
        except (ConnectionError, http.client.HTTPException):
            pass  # as it should be

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    time.sleep(0.5)
    begun = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    status, said = server.stop(signal.SIGTERM)
    expect("exit status after two interrupts", status == 0 and "second interrupt" in said, (status, said))
    expect("a second interrupt ends it", time.monotonic() - begun < 10, time.monotonic() - begun)


def endless_work_is_refused(server):
    status, _, body = server.ask("/api/v1/partners?country=NO&cube=reference&bootstrap=100000")
    expect("endless work", status == 422 and b"resamples of this cube" in body, (status, body[:200]))
    status, _, body = server.ask("/api/v1/partners?country=NO&cube=toy&bootstrap=20")
    expect("a few resamples", status == 200, (status, body[:200]))


def words_are_checked(cubes):
    path = next(iter(cubes.values()))
    for words, part in ((("serve",), "which cube"), (("serve", "x", "-c", path), "takes no words"),
                        (("serve", "-c", path, "--port", "99999"), "65535"), (("serve", "-c", path, "-c", path), "two cubes"),
                        (("serve", "-c", path, "--bind", "example.org"), "no address"),
                        (("serve", "-c", path, "--timeout", "0"), "--timeout")):
        done = subprocess.run([RAPPORT, *words], capture_output=True, text=True, check=False, timeout=PATIENCE,
                              env={k: v for k, v in os.environ.items() if k != "RAPPORT_CUBE"})
        expect(" ".join(words), done.returncode == 2 and part in done.stderr, (done.returncode, done.stderr))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "-c", path, "--port", str(taken.getsockname()[1]))
        expect("a port that is taken", done.returncode == 4 and "--port 0" in done.stderr, done.stderr)


def main():
    with tempfile.TemporaryDirectory() as folder:
        cubes = {"reference": f"{folder}/reference.rap", "toy": f"{folder}/toy.rap"}
        for words in (("ingest", "pajek", *sorted(glob.glob(f"{SOURCE}/data/reference/*.net")), "-o", cubes["reference"]),
                      ("ingest", "openalex", f"{SOURCE}/tests/cli/data/toy.jsonl", "-o", cubes["toy"])):
            done = run(*words)
            if done.returncode:
                sys.exit(done.stderr)
        server = Server("-c", cubes["reference"], "-c", cubes["toy"], "--timeout", str(TIMEOUT))
        try:
            answers_are_the_command_lines(server, cubes)
            description_is_sound(server)
            forms_and_tags(server)
            mistakes_are_explained(server)
            hostile_bytes_do_no_harm(server)
            slow_clients_are_cut_off(server)
            many_at_once(server, cubes)
            endless_work_is_refused(server)
            an_interrupt_lets_answers_finish(server)
            other = Server("-c", cubes["toy"])
            expect("default cube", json.loads(other.ask("/api/v1/info")[2])["meta"]["cube"]["name"] == "toy")
            status, said = other.stop(signal.SIGINT)
            expect("exit status after SIGINT", status == 0, (status, said))
            a_second_interrupt_does_not_wait(cubes)
            words_are_checked(cubes)
        finally:
            server.process.kill()
    print("\n".join(faults) if faults else "the server answers as the command line does")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
