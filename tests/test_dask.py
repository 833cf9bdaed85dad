"""Runs on a Dask cluster: a scheduler and workers in processes of their own, on this machine."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from textrepair.commands.exit_codes import ExitCode
from textrepair.processes.tasks import Lost
from textrepair.runs import cluster

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("distributed") is None, reason="dask.distributed is not installed: make pipelines"
    ),
    # It leaves sockets and loops to the end of the process.
    pytest.mark.filterwarnings("ignore"),
]

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent
DAMAGED = "la mise en ceuvre des régles de I’ Organisation\n"
REPAIRED = "la mise en œuvre des règles de l’Organisation\n"
FIX = [sys.executable, "-m", "textrepair", "fix", "in", "--glob", "**/*"]
CLEAN = "".join((HERE / "golden" / f"{name}.expected.txt").read_text(encoding="utf-8") for name in ("000", "002"))
WORKER = "from distributed.cli.dask_worker import main; main()"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}{os.pathsep}{HERE}")
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "1")
    return tmp_path


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def until(holds: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Machines:
    """A scheduler, and workers that are started one by one."""

    def __init__(self, stack: ExitStack, name: str = "scheduler") -> None:
        self._stack = stack
        self._file = Path(f"{name}.json")
        main = "from distributed.cli.dask_scheduler import main; main()"
        options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(self._file)]
        self.scheduler = stack.enter_context(running(sys.executable, "-c", main, *options))
        until(lambda: self._file.exists() and self._file.read_text(encoding="utf-8"))
        self.address: str = json.loads(self._file.read_text(encoding="utf-8"))["address"]

    def worker(self, before: str = "") -> subprocess.Popen[bytes]:
        """Start a worker that does something of its own first."""
        options = ["--scheduler-file", str(self._file), "--nthreads", "1", "--no-dashboard", "--no-nanny"]
        place = ["--host", "127.0.0.1", "--local-directory", str(self._file.parent.absolute())]
        return self._stack.enter_context(running(sys.executable, "-c", before + WORKER, *options, *place))


@pytest.fixture
def machines() -> Iterator[Machines]:
    with ExitStack() as stack:
        yield Machines(stack)


def write(path: str, text: str = DAMAGED) -> None:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def archive(number: int = 100) -> None:
    """Write inputs of 18 kB, some fourteen to a batch, and three others."""
    for k in range(number):
        write(f"in/{k % 7}/{k:03}.txt", f"{k} {DAMAGED}{CLEAN}")
    write("in/dump.jsonl", "".join(json.dumps({"text": f"{k} {DAMAGED}"}) + "\n" for k in range(100)))
    write("in/broken.jsonl", '{"text": ')
    Path("in/latin.txt").write_bytes(b"d\xe9j\xe0")


def tree(path: str) -> dict[str, bytes]:
    files = [file for file in Path(path).rglob("*") if file.is_file() and ".textrepair" not in file.parts]
    return {str(file.relative_to(path)): file.read_bytes() for file in files}


def fixed(*arguments: str, code: int = ExitCode.OK) -> str:
    done = subprocess.run([*FIX, *arguments], capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == code, done.stderr
    return done.stderr


def lines(told: str) -> list[str]:
    """Return what was told, without what depends on how fast the machine is."""
    return [line for line in told.splitlines() if not line.endswith(" left") and "waiting for Dask" not in line]


def reports(path: str) -> tuple[dict[str, object], bytes]:
    journal = Path(path, ".textrepair")
    summary = json.loads((journal / "summary.json").read_text(encoding="utf-8"))
    return {key: value for key, value in summary.items() if key not in ("started", "ended", "output")}, (
        journal / "errors.jsonl"
    ).read_bytes()


def test_a_cluster_makes_what_this_machine_makes_though_a_worker_is_killed(machines: Machines) -> None:
    archive()
    here = fixed("-o", "here", "--edits", "here.jsonl", "-j", "1", code=ExitCode.INPUT)
    machines.worker()
    victim = machines.worker()
    there = ["--engine", "dask", "--scheduler", machines.address, "-o", "there", "--edits", "there.jsonl"]
    with subprocess.Popen([*FIX, *there], stderr=subprocess.PIPE, text=True) as run:
        until(lambda: len(list(Path("there").rglob("*.txt"))) > 10)
        victim.kill()
        _, told = run.communicate(timeout=200)
    assert run.returncode == ExitCode.INPUT
    assert [line.split(";")[0].replace("there", "here") for line in lines(told)] == [
        line.split(";")[0] for line in lines(here)
    ]
    assert tree("there") == tree("here")
    assert Path("there.jsonl").read_bytes() == Path("here.jsonl").read_bytes()
    assert reports("there") == reports("here")
    # Where the work was done is no setting: each can go on with what the other has begun.
    (done,) = Path("there").glob("0/000.txt")
    done.unlink()
    assert "101 done before" in fixed("-o", "there", "--edits", "there.jsonl", "--resume", code=ExitCode.INPUT)
    assert tree("there") == tree("here")


def test_workers_open_the_pack_once(machines: Machines) -> None:
    from distributed import Client

    # What is opened, and the plans that texts are scanned with.
    watched = """
from textrepair.core import Pack, Plan
opened, plans = [], {}
begins, scan = Pack.__init__, Plan.scan
def noted(self, folder, **given):
    opened.append(folder.name)
    begins(self, folder, **given)
def scanned(self, *given):
    plans[id(self)] = self
    return scan(self, *given)
Pack.__init__, Plan.scan = noted, scanned
Pack.seen = lambda: (opened.count("fr"), len(plans))
"""

    def seen():  # type: ignore[no-untyped-def]
        from textrepair.core import Pack

        return Pack.seen()

    archive()
    machines.worker(watched)
    machines.worker(watched)
    for place in ("a", "b"):
        fixed("-o", place, "--engine", "dask", "--scheduler", machines.address, code=ExitCode.INPUT)
    with Client(machines.address, set_as_default=False) as client:
        assert sorted(client.run(seen).values()) == [(1, 1), (1, 1)]


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ("import textrepair.version as v; v.version = lambda: '99.0'", "textrepair is 99.0 there and "),
        (
            "import importlib.metadata as m; v = m.version; m.version = lambda n: '5.0' if n == 'ftfy' else v(n)",
            "ftfy is 5.0 there and ",
        ),
        (
            "import textrepair.core.pack as p; p.seal_of = lambda folder: 'x'",
            "not the version of the language pack ‘fr’",
        ),
        ("import sys; sys.modules['textrepair'] = None", "the Dask workers have no textrepair, or another version"),
    ],
    ids=["textrepair", "package", "pack", "nothing"],
)
def test_workers_that_would_make_something_else_are_refused(machines: Machines, before: str, reason: str) -> None:
    write("in/a.txt")
    machines.worker(before + "; ")
    told = fixed("-o", "out", "--engine", "dask", "--scheduler", machines.address, code=ExitCode.CONFIGURATION)
    assert reason in told
    assert "install" in told
    # The worker may be slower to come than the run.
    assert [line for line in told.splitlines() if "waiting for Dask workers" not in line] == told.splitlines()[-1:]
    assert not tree("out")


def test_without_workers_it_waits_for_them(machines: Machines) -> None:
    write("in/a.txt")
    command = [*FIX, "-o", "out", "--engine", "dask", "--scheduler", machines.address]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        assert run.stderr.readline() == f"textrepair: waiting for Dask workers at {machines.address}\n"
        machines.worker()
        assert run.wait(60) == 0
        run.stderr.close()
    assert tree("out") == {"a.txt": REPAIRED.encode()}


def test_a_scheduler_that_goes_is_told_and_the_run_goes_on_elsewhere(machines: Machines) -> None:
    archive()
    machines.worker()
    command = [*FIX, "-o", "out", "--engine", "dask", "--scheduler", machines.address]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
        until(lambda: len(list(Path("out").rglob("*.txt"))) > 10)
        machines.scheduler.kill()
        _, told = run.communicate(timeout=100)
    assert run.returncode == ExitCode.CONFIGURATION, told
    assert "the Dask scheduler has gone" in told.splitlines()[-1]
    assert "Traceback" not in told
    begun = len(tree("out"))
    assert 10 < begun < 102
    assert "done before" in fixed("-o", "out", "--resume", code=ExitCode.INPUT)
    fixed("-o", "here", code=ExitCode.INPUT)
    assert tree("out") == tree("here")
    told = fixed("-o", "new", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", code=ExitCode.CONFIGURATION)
    assert "the Dask scheduler at tcp://127.0.0.1:1 cannot be reached" in told


def test_a_cluster_is_started_here_and_ends_with_the_run() -> None:
    archive()
    fixed("-o", "here", "-j", "1", code=ExitCode.INPUT)
    told = fixed("-o", "there", "--engine", "dask", "-j", "2", code=ExitCode.INPUT)
    assert len(lines(told)) == 3
    assert tree("there") == tree("here")
    archive(400)
    with subprocess.Popen(
        [*FIX, "-o", "third", "--engine", "dask", "-j", "2"], stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        until(lambda: len(list(Path("third").rglob("*.txt"))) > 10)
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does
        _, told = run.communicate(timeout=60)
    assert run.returncode == ExitCode.INTERRUPTED
    assert told.splitlines()[-1].startswith("textrepair: interrupted after ")
    assert "Traceback" not in told
    until(lambda: not alive(run.pid))


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_cannot_be_meant_is_refused() -> None:
    write("in/a.txt")
    assert "say --engine dask too" in fixed("-o", "out", "--scheduler", "tcp://127.0.0.1:1", code=ExitCode.USAGE)
    both = ["--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "-j", "2"]
    assert "is its own to say" in fixed("-o", "out", *both, code=ExitCode.USAGE)


# The work itself


def doubled(task: str) -> str:
    return task * 2


def dies_of_x(task: str) -> str:
    if task == "x":
        os.kill(os.getpid(), signal.SIGKILL)
    return task * 2


def fails_once(folder: Path, task: str) -> str:
    mark = folder / task
    if task.startswith("once") and not mark.exists():
        mark.touch()
        raise MemoryError("not here")
    return task * 2


def fails(task: str) -> str:
    raise LookupError(f"as it was meant to, at {task}")


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> Iterator[cluster.Cluster]:
    monkeypatch.setattr(cluster, "_TOGETHER", 1500)
    with cluster.Cluster(None, 2) as opened:
        yield opened


def test_tasks_are_done_in_order_in_other_processes(local: cluster.Cluster) -> None:
    tasks = [f"{k}" for k in range(200)]
    for _ in range(2):
        with closing(local.in_order(doubled, iter(tasks), len, sent=str)) as found:
            assert list(found) == [(task, task * 2) for task in tasks]
    assert list(local.in_order(doubled, [], len, sent=str)) == []


def test_what_fails_is_tried_again_and_what_kills_is_told(local: cluster.Cluster, tmp_path: Path) -> None:
    tasks = [*"abc", "once-1", *"defg", "once-2", "h"]
    found = local.in_order(partial(fails_once, tmp_path), tasks, len, sent=str)
    assert list(found) == [(task, task * 2) for task in tasks]
    with pytest.raises(LookupError, match="as it was meant to, at a"):
        list(local.in_order(fails, ["a"], len, sent=str))
    lost = Lost("with the Dask worker that it was at work in")
    found = local.in_order(dies_of_x, [*"abxc"], len, sent=str)
    assert list(found) == [("a", "aa"), ("b", "bb"), ("x", lost), ("c", "cc")]


def test_no_more_is_read_ahead_than_is_needed(local: cluster.Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_AHEAD", 10_000)
    read = 0

    def tasks() -> Iterator[str]:
        nonlocal read
        for _ in range(100):
            read += 1
            yield "a" * 1500

    most = 0
    with closing(local.in_order(doubled, tasks(), len, sent=str)) as found:
        for told, _ in enumerate(found):
            most = max(most, read - told)
    assert most <= 12
