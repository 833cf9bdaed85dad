"""Seal a language pack: write into its pack.toml what every file of it is, and what it was built from.

What a person writes in pack.toml stands above a line that says so; below it stand the SHA-256 of each file of the
pack and of each input that build.toml pins.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from textrepair.pack_build.packages import sha256_of
from textrepair.tables.pack_files import read_pack_toml, reading

__all__ = ["files_of", "seal"]

_LINE = "# From here on written by `textrepair lexicon build` and `textrepair lexicon seal`; do not edit."


def files_of(folder: Path) -> dict[str, Path]:
    """Return the files of the pack in `folder` but for pack.toml, by their names in it, sorted."""
    found = (path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in found}
    return {name: named[name] for name in sorted(named) if name != "pack.toml" and not name.startswith(".")}


def seal(folder: Path) -> None:
    """Write the hashes into the pack.toml in `folder`; what stands above them stays.

    Raises:
        PackError: pack.toml or build.toml is missing, or is no TOML.
    """
    path = folder / "pack.toml"
    settings = read_pack_toml(folder / "build.toml")
    with reading(path):
        by_hand = path.read_text("utf-8").partition(_LINE)[0].rstrip()
    lines = [by_hand, "", _LINE, "", "[files]"]
    lines += [f"{json.dumps(name)} = {json.dumps(sha256_of(file))}" for name, file in files_of(folder).items()]
    lines += ["", "[inputs]"]
    lines += [f"{json.dumps(name)} = {json.dumps(pin)}" for name, pin in sorted(_inputs(settings))]
    made = folder / ".pack.toml"
    made.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    made.replace(path)


def _inputs(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the name and the SHA-256 of each file that build.toml pins."""
    entries = [settings.get("dictionary", {}), *settings.get("names", ()), *settings.get("text", ())]
    yield from {(str(entry["file"]), str(entry["sha256"])) for entry in entries if {"file", "sha256"} <= entry.keys()}
