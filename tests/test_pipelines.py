"""What the how-tos on pipelines quote comes out, with the real libraries; `make pipelines` has all of them."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "docs" / "how-to" / name for name in ("pipelines.md", "clusters.md")]
QUOTED = re.compile(
    r"^## ([^\n]+)\n|^```python\n(.*?)^```\n(?:(?!```|## )[^\n]*\n)*?```text\n(.*?)^```", re.DOTALL | re.MULTILINE
)
# What none of them may be asked for by somebody who only repairs a text.
HEAVY = """dask datasets datatrove distributed duckdb numpy pandas polars pyarrow pyspark ray scipy sklearn spacy torch
    dask_jobqueue fsspec zstandard sqlite3 multiprocessing asyncio""".split()


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a program: Spark starts the Python that is first on the path."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "PYTHONPATH": str(ROOT), "PATH": path, **more}


def program(code: str, folder: Path, *arguments: str, **more: str) -> str:
    """Run a program and return what it printed."""
    file = folder / "recipe.py"
    file.write_text(code, encoding="utf-8")
    command = [sys.executable, str(file), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, env=environment(**more))
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def recipes() -> list[tuple[str, str, str]]:
    found = []
    for page in PAGES:
        title = ""
        for heading, code, output in QUOTED.findall(page.read_text(encoding="utf-8")):
            title = heading or title
            if code:
                found.append((title, code, output))
    return found


def imported(code: str) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add(str(node.module).partition(".")[0])
    return modules


def need(*modules: str) -> None:
    for module in modules:
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed: make pipelines")
    if "pyspark" in modules and shutil.which("java") is None:
        pytest.skip("Java is not installed: apt-get install default-jre-headless")


@pytest.mark.slow
@pytest.mark.parametrize(("title", "code", "output"), recipes(), ids=[title for title, _, _ in recipes()])
def test_what_is_quoted_comes_out(title: str, code: str, output: str, tmp_path: Path) -> None:
    need(*imported(code))
    assert program(code, tmp_path) == output


def test_every_program_says_what_comes_out() -> None:
    programs = sum(page.read_text(encoding="utf-8").count("```python\n") for page in PAGES)
    assert len(recipes()) == programs > 10


def test_nothing_heavy_is_imported_that_is_not_asked_for(tmp_path: Path) -> None:
    code = f"import sys, textrepair; textrepair.fix('le 28 ao(t'); print(sorted(sys.modules.keys() & {set(HEAVY)}))"
    assert program(code, tmp_path) == "[]\n"
    assert program(code.replace("textrepair; ", "textrepair.cli; "), tmp_path) == "[]\n"


# Hugging Face datasets


DATASETS = """
import datasets
from textrepair import Chain
from textrepair.arrow import repair_batch
datasets.disable_progress_bars()
file = datasets.load_dataset("json", data_files="pages.jsonl", split="train", cache_dir="cache")
def repaired(chain):
    arguments = {"column": "text", "chain": chain}
    return file.with_format("arrow").map(repair_batch, batched=True, fn_kwargs=arguments)
used = Chain.for_language("fr")
used.repair("la mise en ceuvre " * 40)
for chain in (used, Chain.for_language("fr", words=["ceuvre", "abc"]), Chain.for_language("fr", min_confidence=0.8)):
    made = repaired(chain)
    print(made._fingerprint, made.with_format(None)["text"][:], *(part["filename"] for part in made.cache_files))
"""


@pytest.mark.slow
def test_a_dataset_is_repaired_once_whatever_the_process(tmp_path: Path) -> None:
    need("datasets")
    (tmp_path / "pages.jsonl").write_text('{"text": "la mise en ceuvre"}\n', encoding="utf-8")
    first = program(DATASETS, tmp_path, PYTHONHASHSEED="1", HF_HOME=str(tmp_path / "home"))
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.glob("cache/**/cache-*.arrow")}
    assert len(stamps) == 3
    assert program(DATASETS, tmp_path, PYTHONHASHSEED="2", HF_HOME=str(tmp_path / "home")) == first
    assert {path: path.stat().st_mtime_ns for path in tmp_path.glob("cache/**/cache-*.arrow")} == stamps
    lines = first.splitlines()
    assert len({line.split()[0] for line in lines}) == 3
    assert ["œuvre" in line for line in lines] == [True, False, True]


# spaCy


SPACY = """
import spacy
from spacy.tokens import Doc
nlp = spacy.blank("fr")
nlp.add_pipe("textrepair", first=True, config={"skip": ["stray-glyphs"]})
texts = ["la mise en ceuvre", "le 28 ao(t 2008", "Rien à reprendre.", ""]
def told(doc):
    spans = [doc[k : k + 1]._ for k in range(len(doc))]
    spans = [(span.source_start, span.source_end, span.source_text) for span in spans]
    return doc.text, doc._.source_text, doc._.patch.apply(doc._.source_text), spans
if __name__ == "__main__":
    once = [told(nlp(text)) for text in texts]
    assert [one[0] for one in once] == ["la mise en œuvre", "le 28 ao(t 2008", "Rien à reprendre.", ""], once
    assert all(text == made == source for (made, source, _, _), text in zip(once[1:], texts[1:]))
    assert once[0][1:3] == ("la mise en ceuvre", "la mise en œuvre")
    assert once[0][3][-1] == (11, 17, "ceuvre"), once[0]
    with_context = list(nlp.pipe([(text, {"n": n}) for n, text in enumerate(texts)], as_tuples=True))
    assert [told(doc) for doc, _ in with_context] == once
    assert [context["n"] for _, context in with_context] == [0, 1, 2, 3]
    assert [told(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=2)] == once
    kept = Doc(nlp.vocab).from_bytes(nlp(texts[0]).to_bytes())
    assert told(kept) == once[0]
    nlp.to_disk("model")
    assert [told(doc) for doc in spacy.load("model").pipe(texts)] == once
    plain = spacy.blank("fr")("la mise en ceuvre")
    assert plain[3:4]._.source_text == "ceuvre"
    assert not plain._.patch
    print("done")
"""


@pytest.mark.slow
def test_a_doc_keeps_its_source_wherever_it_goes(tmp_path: Path) -> None:
    need("spacy")
    assert program(SPACY, tmp_path) == "done\n"


# datatrove


DATATROVE = """
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
{formatter}
if __name__ == "__main__":
    pipeline = [JsonlReader("in"), Repaired(Chain.for_language("fr")), JsonlWriter("out", compression=None)]
    LocalPipelineExecutor(pipeline, tasks=2, workers=2, logging_dir="logs").run()
"""


@pytest.mark.slow
def test_a_datatrove_pipeline_in_two_processes(tmp_path: Path) -> None:
    need("datatrove")
    (code,) = (code for title, code, _ in recipes() if title == "datatrove")
    formatter = code.partition("pages = ")[0]
    (tmp_path / "in").mkdir()
    for name in "ab":
        (tmp_path / "in" / f"{name}.jsonl").write_text(f'{{"id": "{name}", "text": "le 28 ao(t"}}\n', encoding="utf-8")
    program(DATATROVE.format(formatter=formatter), tmp_path)
    written = [file.read_text(encoding="utf-8") for file in sorted((tmp_path / "out").iterdir())]
    assert len(written) == 2
    assert all('"text":"le 28 août"' in line for line in written)


# SLURM


SBATCH = """#!{python}
import subprocess, sys
subprocess.Popen(["bash", sys.argv[-1]], stdout=open("worker.log", "a"), stderr=subprocess.STDOUT)
print("Submitted batch job 1")
"""


@pytest.mark.slow
def test_jobs_on_slurm_repair_files(tmp_path: Path) -> None:
    """What SLURM is asked for is run here."""
    need("dask_jobqueue")
    (code,) = (code for title, code, _ in recipes() if title == "SLURM")
    for old, new in (
        ("/shared/textrepair/bin/python", sys.executable),
        ('"port": 8786', '"port": 0'),
        ("cores=8", "cores=1"),
        ("processes=8", "processes=1"),
        ("jobs=4", "jobs=2"),
    ):
        assert old in code
        code = code.replace(old, new)
    (tmp_path / "bin").mkdir()
    for name, what in (("sbatch", SBATCH.format(python=sys.executable)), ("scancel", "#!/bin/sh\n")):
        command = tmp_path / "bin" / name
        command.write_text(what, encoding="utf-8")
        command.chmod(0o755)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("le 28 ao(t\n", encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "bin"), environment()["PATH"]])
    program(code, tmp_path, "fix", "in", "-o", "out", PATH=path)
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == "le 28 août\n"
