"""What decides about the results of a run: a run that goes on with another must agree with it in all of this."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textrepair.errors import InputError
from textrepair.files.atomic import reason_of

if TYPE_CHECKING:
    from textrepair.chain import Chain
    from textrepair.config import Settings

__all__ = ["describe"]


def describe(settings: Settings, chain: Chain, **options: object) -> dict[str, object]:
    """Return all that decides about the results of a run: two runs that agree in it make the same of a file.

    Args:
        settings: of the run.
        chain: made from them.
        options: what else decides.
    """
    from textrepair.version import made_with

    packages = {name: found or "not installed" for name, found in made_with().items()}
    files = [] if settings.confusions is None else [settings.confusions]
    return {
        "textrepair": packages.pop("textrepair"),
        "unicode": packages.pop("unicode"),
        "packages": packages,
        "language": settings.language,
        "pack": _hash_of(sorted(path for path in chain.pack.folder.iterdir() if path.is_file())),
        "repairers": [repairer.name for repairer in chain.repairers],
        "options": {name: dict(values) for name, values in settings.options.items()},
        "min_confidence": settings.min_confidence,
        "words": [_hash_of([file]) for file in settings.words],
        "confusions": [_hash_of([file]) for file in files],
        **options,
    }


def _hash_of(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        try:
            with file.open("rb") as stream:
                whole.update(f"{file.name}\0{hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode())
        except OSError as error:
            raise InputError(f"{file}: cannot be read: {reason_of(error)}") from error
    return whole.hexdigest()
