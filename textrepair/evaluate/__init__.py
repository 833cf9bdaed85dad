"""Measure what a repair is worth: error rates before and after, and every edit judged against the ground truth.

>>> from textrepair.evaluate import Pair, evaluate
>>> result = evaluate([Pair("page 1", ocr="aupres de l ’Assemblée", truth="auprès de l’Assemblée")])
>>> result.tally.before.wer, result.tally.after.wer
(1.0, 0.0)
>>> result.by_damage["elision"].repaired, result.by_damage["diacritics"].repaired
(1, 1)

:func:`evaluate` takes pairs from :func:`pairs_from_jsonl`, :func:`pairs_from_directories` or
:func:`pair_of_files`, or made by hand; :func:`evaluate_clean` counts false edits on text that is clean.
"""

from __future__ import annotations

from textrepair.evaluate.bootstrap import Interval
from textrepair.evaluate.clean import CleanEvaluation, FalseEdit, clean_documents, evaluate_clean
from textrepair.evaluate.damage import CLASSES
from textrepair.evaluate.evaluation import (
    DocumentResult,
    EditCounts,
    Evaluation,
    WorstEdit,
    evaluate,
    evaluate_pair,
    repair_pairs,
)
from textrepair.evaluate.judgement import EditVerdict, JudgedEdit, Judgement, Spot, judge_edits
from textrepair.evaluate.measures import ErrorCounts, Tally, compare
from textrepair.evaluate.pairs import (
    Pair,
    pair_of_files,
    pairs_from_directories,
    pairs_from_jsonl,
    pairs_of_files,
)

__all__ = [
    "CLASSES",
    "CleanEvaluation",
    "DocumentResult",
    "EditCounts",
    "EditVerdict",
    "ErrorCounts",
    "Evaluation",
    "FalseEdit",
    "Interval",
    "JudgedEdit",
    "Judgement",
    "Pair",
    "Spot",
    "Tally",
    "WorstEdit",
    "clean_documents",
    "compare",
    "evaluate",
    "evaluate_clean",
    "evaluate_pair",
    "judge_edits",
    "pair_of_files",
    "pairs_from_directories",
    "pairs_from_jsonl",
    "pairs_of_files",
    "repair_pairs",
]
