"""Evaluations as tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from textrepair.counted import counted
from textrepair.evaluate.clean import CleanEvaluation
from textrepair.evaluate.evaluation import EditCounts, Evaluation
from textrepair.visible import visible

__all__ = ["clean_table", "evaluation_table"]

_RATES = {"CER": "cer", "WER": "wer", "cMER": "cmer", "wMER": "wmer"}


def evaluation_table(evaluation: Evaluation, *, worst: bool) -> RenderableType:
    """Return everything about an evaluation, for rich to print.

    Args:
        evaluation: what to show.
        worst: whether to show the documents and edits that hurt most.
    """
    tally = evaluation.tally
    parts: list[RenderableType] = [_rates(evaluation)]
    parts.append(
        f"Words: {tally.before.words:,}; damaged {tally.damaged:,}: repaired {tally.repaired:,}, left {tally.left:,}; "
        f"harmed {tally.harmed:,}.\nPreference {tally.preference:+.3f}{_interval(evaluation, 'preference', '+.3f')}: "
        f"{tally.worse:,} of {counted(tally.documents, 'document')} {'is' if tally.worse == 1 else 'are'} worse.\n"
    )
    parts.append(_counts("Repairer", {**evaluation.by_repairer, "all edits": evaluation.edits}))
    parts.append(_counts("Damage", {name: c for name, c in evaluation.by_damage.items() if c.made or c.damaged}))
    if worst:
        parts += [_worst_documents(evaluation), _worst_edits(evaluation)]
    return Group(*parts)


def clean_table(evaluation: CleanEvaluation) -> RenderableType:
    """Return false edits by repairer, with examples, for rich to print."""
    table = Table("Repairer", "False edits", "per 100,000 words", "Examples")
    for name, count in evaluation.by_repairer.items():
        examples = "\n".join(edit.context for edit in evaluation.examples[name])
        table.add_row(_shown(name), f"{count:,}", f"{100_000 * count / max(1, evaluation.words):.1f}", _shown(examples))
    table.add_section()
    table.add_row("all", f"{evaluation.false_edits:,}", f"{evaluation.rate:.1f}", "")
    joins = "\n".join(edit.context for edit in evaluation.joins)
    table.add_row("(hyphen joins)", f"{evaluation.hyphen_joins:,}", "", _shown(joins))
    return Group(f"{counted(evaluation.documents, 'clean document')}, {counted(evaluation.words, 'word')}", table)


def _rates(evaluation: Evaluation) -> Table:
    documents = evaluation.tally.documents
    title = counted(documents, "document") + (", hyphens not judged" if evaluation.blind_hyphens else "")
    table = Table("", "before", "after", "change", title=title)
    for label, name in _RATES.items():
        before, after = getattr(evaluation.tally.before, name), getattr(evaluation.tally.after, name)
        table.add_row(
            label,
            f"{before:.4f}{_interval(evaluation, f'{name}_before', '.4f')}",
            f"{after:.4f}{_interval(evaluation, f'{name}_after', '.4f')}",
            f"{after - before:+.4f}{_interval(evaluation, f'{name}_change', '+.4f')}",
        )
    return table


def _interval(evaluation: Evaluation, name: str, form: str) -> str:
    found = evaluation.intervals.get(name)
    return f" ({found.low:{form}} to {found.high:{form}})" if found else ""


def _counts(head: str, rows: Mapping[str, EditCounts]) -> Table:
    table = Table(head)
    for column in ("right", "useless", "wrong", "indifferent", "precision", "damaged", "put right", "recall"):
        table.add_column(column, justify="right")
    for name, counts in rows.items():
        table.add_row(
            _shown(name),
            *(f"{count:,}" for count in (counts.right, counts.useless, counts.wrong, counts.indifferent)),
            _share(counts.precision),
            f"{counts.damaged:,}",
            f"{counts.repaired:,}",
            _share(counts.recall),
        )
    return table


def _shown(text: str) -> Text:
    """Return foreign text for a cell: made visible, and without markup."""
    return Text(visible(text, lines=True))


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _worst_documents(evaluation: Evaluation) -> Table:
    table = Table("Document", "harmed", "repaired", "cMER before", "after", title="Documents that hurt most")
    for pair, tally, _ in evaluation.worst_documents:
        rates = (f"{tally.before.cmer:.4f}", f"{tally.after.cmer:.4f}")
        table.add_row(_shown(pair.id), str(tally.harmed), str(tally.repaired), *rates)
    return table


def _worst_edits(evaluation: Evaluation) -> Table:
    table = Table("", "Verdict", "Repairer", "Before", "After", "Truth", "Where", title="Edits that hurt most")
    for edit in evaluation.worst_edits:
        texts = (edit.before, edit.after, edit.truth, f"{edit.document}, {edit.start}: {edit.context}")
        table.add_row(f"{edit.count} ×", edit.verdict, _shown(edit.repairer), *map(_shown, texts))
    return table
