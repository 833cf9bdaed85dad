"""Addresses: files of a real S3-compatible server on this machine (make test-remote), and of fsspec's own memory."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from command import run_to as run

from textrepair.commands.exit_codes import ExitCode

ROOT = Path(__file__).parents[1]
DAMAGED = "la mise en ceuvre des régles de I’ Organisation\n"
REPAIRED = "la mise en œuvre des règles de l’Organisation\n"

SERVER = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""
# What stands on the server is put there and looked at by the client that the command uses.
CLIENT = """
import json, sys, s3fs, zstandard
files = s3fs.S3FileSystem()
if sys.argv[1] == "put":
    files.mkdir("archive")
    line = json.dumps({"text": sys.argv[2]}, ensure_ascii=False).encode() + b"\\n"
    files.pipe({f"archive/1890/{k}.jsonl.zst": zstandard.compress(line * k) for k in range(3)})
    files.pipe({"archive/1890/deep/a.txt": sys.argv[2].encode(), "archive/1890/b.pdf": b"%PDF"})
else:
    print(json.dumps({name: files.cat(name).decode("latin-1") for name in files.find("archive/out")}))
"""


pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    """Start a server and yield the environment of its clients."""
    for module in ("moto", "s3fs"):
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed: make test-remote")
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        port = int(process.stdout.readline())
        yield {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": "nobody",
            "AWS_SECRET_ACCESS_KEY": "nothing",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        process.stdin.close()


@pytest.mark.remote
@pytest.mark.slow
def test_dumps_on_a_server_are_repaired_here_and_there(server: dict[str, str]) -> None:
    def start(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, *command], env=server, capture_output=True, text=True, check=False)

    made = start("-c", CLIENT, "put", DAMAGED)
    assert made.returncode == 0, made.stderr
    fix = ["-m", "textrepair", "fix"]
    here = start(*fix, "s3://archive/1890/*.jsonl.zst", "-o", "out", "--edits", "edits.jsonl")
    assert here.returncode == 0, here.stderr
    assert "3 files, 2 changed, 9 edits" in here.stderr
    assert sorted(path.name for path in Path("out").glob("[!.]*")) == [f"{k}.jsonl.zst" for k in range(3)]
    edits = [json.loads(line) for line in Path("edits.jsonl").read_bytes().splitlines()]
    assert {edit["file"] for edit in edits} == {f"s3://archive/1890/{k}.jsonl.zst" for k in (1, 2)}
    again = start(*fix, "s3://archive/1890/*.jsonl.zst", "-o", "out", "--edits", "edits.jsonl", "--resume")
    assert "0 files, 3 done before" in again.stderr

    there = start(*fix, "s3://archive/1890", "-o", "s3://archive/out", "--journal", "journal")
    assert there.returncode == 0, there.stderr
    found = json.loads(start("-c", CLIENT, "get").stdout)
    assert found == {"archive/out/deep/a.txt": REPAIRED.encode().decode("latin-1")}
    missing = start(*fix, "s3://archive/none.txt")
    assert missing.returncode == ExitCode.INPUT
    assert missing.stderr.startswith("textrepair: s3://archive/none.txt: cannot be read: ")
    assert "Traceback" not in missing.stderr


def test_addresses_of_any_kind() -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe({"/in/b/c.txt": DAMAGED.encode(), "/in/a.txt": DAMAGED.encode(), "/in/.x.txt": b"", "/in/d.csv": b"x"})
    try:
        run("fix", "memory://in", "-o", "out")
        assert Path("out/b/c.txt").read_text(encoding="utf-8") == REPAIRED
        assert sorted(path.name for path in Path("out").rglob("*.*") if ".textrepair" not in path.parts) == [
            "a.txt",
            "c.txt",
        ]
        assert run("fix", "memory://in/a.txt").stdout == REPAIRED
        run("fix", "memory://in/**/*.txt", "-o", "memory://out", "--journal", "journal")
        assert memory.cat("/out/b/c.txt").decode() == REPAIRED
        assert (
            "done before" in run("fix", "memory://in", "-o", "memory://out", "--journal", "journal", "--resume").stderr
        )
        told = run("fix", "memory://in", "-o", "memory://out", code=ExitCode.CONFIGURATION).stderr
        assert "memory://out: name a folder here for the journal of the run: --journal DIR" in told
    finally:
        memory.store.clear()
    assert "no file in it matches" in run("fix", "memory://in/*.txt", "-o", "x", code=ExitCode.INPUT).stderr
    assert "unknown://a" in run("fix", "unknown://a", code=ExitCode.CONFIGURATION).stderr
