"""Every route makes the same of the same documents: texts and edits."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from textrepair import repair, repair_many
from textrepair.arrow import repair_batch
from textrepair.core import open_pack

ROOT = Path(__file__).parents[1]
MANY = 500
# For each text its repair: the result, and the edits as `textrepair fix --edits` writes them.
Made = list[tuple[str, list[dict[str, object]]]]


@cache
def corpora() -> object:
    place = ROOT / "benchmarks" / "speed" / "corpora.py"
    specification = importlib.util.spec_from_file_location("corpora", place)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["corpora"] = module  # where dataclasses look for it
    specification.loader.exec_module(module)
    return module


@cache
def documents(number: int) -> tuple[str, ...]:
    """Return the golden documents, and pages of their sentences with damage, clean to ruined; some stand twice."""
    made = corpora()
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "golden").glob("00[0-9].txt"))]
    known, french, draw = made.sentences(), open_pack("fr"), random.Random(0)  # type: ignore[attr-defined]
    while len(texts) < number - 3:
        page = "\n".join(draw.sample(known, draw.randrange(1, 12)))
        rate = draw.choice([0.0, 0.013, 0.05, 0.16])
        texts.append(made.damage(page, rate, french, seed=len(texts)))  # type: ignore[attr-defined]
    return (*texts, "", texts[5], " ")


def edits_of(found: object) -> list[dict[str, object]]:
    keys = ("start", "end", "before", "after", "repairer", "reason", "confidence")
    return [{key: edit[key] for key in keys} for edit in found]  # type: ignore[attr-defined]


@cache
def expected(number: int) -> Made:
    made: Made = []
    for text in documents(number):
        done = repair(text)
        rows = [
            {**edit._asdict(), "before": text[edit.start : edit.end], "after": edit.replacement} for edit in done.patch
        ]
        made.append((done.text, edits_of(rows)))
    return made


def by_repair_many(texts: tuple[str, ...], workers: int = 1) -> Made:
    made = repair_many(texts, workers=workers)
    return [
        (
            one.text,
            edits_of(
                {**edit._asdict(), "before": one.source[edit.start : edit.end], "after": edit.replacement}
                for edit in one.patch
            ),
        )
        for one in made
    ]


def of_table(table: pa.Table, text: str = "text", edits: str = "text_edits") -> Made:
    return [(row[text], edits_of(row[edits])) for row in table.select([text, edits]).to_pylist()]


def by_arrow(texts: tuple[str, ...]) -> Made:
    table = pa.table({"text": pa.chunked_array([list(texts[:7]), list(texts[7:])])})
    return of_table(repair_batch(table, "text", edits=True))


def by_command_line(texts: tuple[str, ...], *options: str, form: str = "parquet") -> Made:
    if form == "parquet":
        pq.write_table(pa.table({"text": list(texts)}), "in.parquet")
    else:
        lines = (json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
        Path("in.jsonl").write_text("".join(lines), encoding="utf-8")
    shutil.rmtree("out", ignore_errors=True)
    command = [sys.executable, "-m", "textrepair", "fix", f"in.{form}", "-o", "out/", "-q", "--edits", "edits.jsonl"]
    subprocess.run([*command, *options], check=True)
    if form == "parquet":
        results = pq.read_table("out/in.parquet")["text"].to_pylist()
    else:
        with Path("out/in.jsonl").open(encoding="utf-8") as lines_out:
            results = [json.loads(line)["text"] for line in lines_out]
    made: Made = [(text, []) for text in results]
    for line in Path("edits.jsonl").read_text(encoding="utf-8").splitlines():
        edit = json.loads(line)
        made[edit["record"] - 1][1].extend(edits_of([edit]))
    return made


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    # Spark starts the Python that is first on the path.
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    return tmp_path


def test_the_routes_that_need_no_more_than_textrepair_agree() -> None:
    texts = documents(40)
    assert sum(len(edits) for _, edits in expected(40)) > 300
    assert by_repair_many(texts) == expected(40)
    assert by_arrow(texts) == expected(40)
    assert by_command_line(texts, "-j", "1") == expected(40)
    assert by_command_line(texts, "-j", "2", form="jsonl") == expected(40)


# A program for each of the others: it reads in.parquet, and writes out.parquet with the columns text and text_edits.
CHAIN = """
import pyarrow as pa, pyarrow.parquet as pq, textrepair
from textrepair import Chain
from textrepair.arrow import edits_type, repair_array, repair_batch
given = pq.read_table("in.parquet")
chain = Chain.for_language("fr")
def listed(patch, source):
    return [
        {"start": e.start, "end": e.end, "before": source[e.start : e.end], "after": e.replacement,
         "repairer": e.repairer, "reason": e.reason, "confidence": e.confidence} for e in patch
    ]
def written(texts, edits):
    pq.write_table(pa.table({"text": texts, "text_edits": pa.array(edits, type=edits_type())}), "out.parquet")
def edits_by_library():
    return [listed(chain.repair(text).patch, text) for text in given["text"].to_pylist()]
"""
ROUTES = {
    "pandas": """
repairs = given.to_pandas()["text"].map(textrepair.repair)
written([repair.text for repair in repairs], [listed(repair.patch, repair.source) for repair in repairs])
""",
    "polars": """
import polars as pl
def repaired(rows):
    return pl.from_arrow(repair_batch(rows.to_frame("text").to_arrow(), "text", edits=True)).to_struct(rows.name)
kind = repaired(pl.Series("text", [], dtype=pl.String)).dtype
frame = pl.from_arrow(given).lazy().select(pl.col("text").map_batches(repaired, return_dtype=kind)).collect()
pq.write_table(frame["text"].struct.unnest().to_arrow(), "out.parquet")
""",
    "duckdb": """
import duckdb
database = duckdb.connect()
def text_of(texts):
    return repair_array(texts)
def edits_of(texts):
    return repair_batch(pa.table({"text": texts}), "text", edits=True)["text_edits"]
kind = 'STRUCT("start" BIGINT, "end" BIGINT, "before" VARCHAR, "after" VARCHAR, repairer VARCHAR, reason VARCHAR, '
kind += "confidence DOUBLE)[]"
database.create_function("text_of", text_of, ["VARCHAR"], "VARCHAR", type="arrow")
database.create_function("edits_of", edits_of, ["VARCHAR"], kind, type="arrow")
rows = database.sql("SELECT text_of(text), edits_of(text) FROM (SELECT text FROM given)").fetchall()
written([row[0] for row in rows], [row[1] for row in rows])
""",
    "datasets": """
import datasets
made = datasets.Dataset(given).with_format("arrow").map(
    repair_batch, batched=True, batch_size=64, fn_kwargs={"column": "text", "edits": True, "chain": chain}
)
made.to_parquet("out.parquet")
""",
    "spacy": """
import spacy
nlp = spacy.blank("fr")
nlp.add_pipe("textrepair", first=True)
docs = [nlp(text) for text in given["text"].to_pylist()]
written([doc.text for doc in docs], [listed(doc._.patch, doc._.source_text) for doc in docs])
""",
    "datatrove": """
from datatrove.data import Document
from datatrove.pipeline.formatters.base import BaseFormatter
class Repaired(BaseFormatter):
    name = "textrepair"
    def format(self, text):
        return chain.fix(text)
pages = [Document(id=str(k), text=text) for k, text in enumerate(given["text"].to_pylist())]
written([page.text for page in Repaired().run(pages)], edits_by_library())  # a formatter has no place for edits
""",
    "sklearn": """
from sklearn.preprocessing import FunctionTransformer
from textrepair import repair_many
repairs = FunctionTransformer(lambda texts: list(repair_many(texts))).fit_transform(given["text"].to_pylist())
written([repair.text for repair in repairs], [listed(repair.patch, repair.source) for repair in repairs])
""",
    "pyspark": """
from pyspark.sql import SparkSession
def repaired(batches):
    return (repair_batch(batch, "text", edits=True, chain=chain) for batch in batches)
spark = SparkSession.builder.master("local[2]").getOrCreate()
edit = "start: bigint, end: bigint, before: string, after: string, repairer: string, reason: string, confidence: double"
rows = spark.createDataFrame(list(enumerate(given["text"].to_pylist())), "number int, text string")
schema = f"number int, text string, text_edits array<struct<{edit}>>"
made = rows.mapInArrow(repaired, schema).orderBy("number").collect()
written([row.text for row in made], [[one.asDict() for one in row.text_edits] for row in made])
""",
    "ray": """
import ray
rows = ray.data.from_items([{"number": k, "text": text} for k, text in enumerate(given["text"].to_pylist())])
arguments = {"column": "text", "edits": True, "chain": chain}
made = rows.map_batches(repair_batch, batch_format="pyarrow", batch_size=100, fn_kwargs=arguments).take_all()
made.sort(key=lambda row: row["number"])
written([row["text"] for row in made], [list(row["text_edits"]) for row in made])
""",
}


def need(module: str) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed: make pipelines")
    if module == "pyspark" and shutil.which("java") is None:
        pytest.skip("Java is not installed: apt-get install default-jre-headless")


@pytest.mark.slow
@pytest.mark.parametrize("module", ROUTES)
def test_other_tools_make_the_same(module: str) -> None:
    need(module)
    texts = documents(MANY)
    pq.write_table(pa.table({"text": list(texts)}), "in.parquet")
    Path("route.py").write_text(CHAIN + ROUTES[module], encoding="utf-8")
    done = subprocess.run([sys.executable, "route.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert of_table(pq.read_table("out.parquet")) == expected(MANY)


@pytest.mark.slow
def test_a_cluster_and_the_ordinary_routes_make_the_same() -> None:
    need("distributed")
    texts = documents(MANY)
    assert by_repair_many(texts, workers=2) == expected(MANY)
    assert by_arrow(texts) == expected(MANY)
    assert by_command_line(texts, "-j", "2") == expected(MANY)
    assert by_command_line(texts, "-j", "2", "--engine", "dask") == expected(MANY)
