"""The sets of texts that a shipped table may be learned from: one list, and the only way to a file of them.

The data folder (``../shared`` beside the repository) also holds sets that are for measuring only: their licences forbid
more, or they have none. No weight, count, threshold or table may come from those, so every trainer asks here for its
files, and a name that is not listed is refused.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from textrepair.errors import ConfigurationError, InputError

BESIDE = Path(__file__).parents[2] / "shared"

__all__ = ["FREE", "FreeSet", "data_folder", "free_set"]


class FreeSet(NamedTuple):
    """A set that tables may be learned from.

    Attributes:
        file: its place in the data folder.
        licence: what permits it.
    """

    file: str
    licence: str


_SCANS = "texts in the public domain, under open government licences and CC BY; read for this project"
FREE = {
    # OCR and extraction with ground truth
    "realocr-dev": FreeSet("pairs/realocr-dev.jsonl", _SCANS),
    "realocr-dev-easy": FreeSet("pairs/realocr-dev-easy.jsonl", _SCANS),
    "pdf-dev": FreeSet("pairs/pdf-dev.jsonl", _SCANS),
    "pdf-dev-easy": FreeSet("pairs/pdf-dev-easy.jsonl", _SCANS),
    "tapuscorpus-tess.dev": FreeSet("pairs/tapuscorpus-tess.dev.jsonl", "CC BY 4.0 (HTR-United)"),
    "icdar2019-FR1.train": FreeSet("pairs/icdar2019-FR1.train.jsonl", "CC0"),
    "icdar2019-FR3.train": FreeSet("pairs/icdar2019-FR3.train.jsonl", "CC0"),
    # clean text
    "eltec-fra-noleak": FreeSet("clean/eltec-fra-noleak.txt.xz", "public domain"),
    "cligs-novels-noleak": FreeSet("clean/cligs-novels-noleak.txt.xz", "public domain"),
    "canada-laws-fr": FreeSet("clean/canada-laws-fr.txt.xz", "Open Government Licence – Canada"),
    "code-travail-legi": FreeSet("clean/code-travail-legi.txt.xz", "Licence Ouverte 2.0"),
    "service-public-fiches": FreeSet("clean/service-public-fiches.txt.xz", "Licence Ouverte 2.0"),
    "fiches-travail": FreeSet("clean/fiches-travail.txt.xz", "Licence Ouverte 2.0"),
}


def data_folder() -> Path:
    """Return the folder that holds the sets: the environment variable DATA, or `shared` beside the repository.

    Raises:
        InputError: there is no such folder, or it holds no sets.
    """
    folder = Path(os.environ.get("DATA") or BESIDE)
    if not (folder / "pairs").is_dir():
        raise InputError(
            f"{folder}: no training data here (a folder with pairs/ and clean/): name it: make … DATA=/path/to/shared"
        )
    return folder


def free_set(data: Path, name: str) -> Path:
    """Return the file of a set that may be learned from.

    Args:
        data: the data folder.
        name: of the set, as in `FREE`.

    Raises:
        ConfigurationError: the set is not free, or unknown.
        InputError: its file is not there.
    """
    if name not in FREE:
        raise ConfigurationError(
            f"{name}: not among the sets that tables may be learned from (training/sets.py): {', '.join(FREE)}"
        )
    path = data / FREE[name].file
    if not path.is_file():
        raise InputError(f"{path}: this file of the training data is missing")
    return path
