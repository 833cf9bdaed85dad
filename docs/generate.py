"""Write docs/reference/repairers.md from the repairers' own docstrings and examples.

python docs/generate.py
"""

from __future__ import annotations

import dataclasses
import inspect
from pathlib import Path

from textrepair.core.pack import load_language
from textrepair.registry import RepairerInfo, available
from textrepair.repairer import Stage

PAGE = Path(__file__).parent / "reference" / "repairers.md"


def shown(text: str) -> str:
    """Make white space visible in a table cell."""
    for character, sign in (("\u00a0", "⍽"), ("\u202f", "⍽"), ("\n", "⏎"), ("\t", "⇥"), ("\u00ad", "<soft hyphen>")):
        text = text.replace(character, sign)
    text = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)
    return "`` " + text.replace("|", "\\|") + " ``"


def section(info: RepairerInfo) -> str:
    """Write the section of one repairer."""
    rows = "".join(
        f"| {shown(example.before)} | {'left alone' if example.before == example.after else shown(example.after)} |\n"
        for example in info.cls.examples
    )
    presets = [name for name, members in load_language("fr").rules.presets.items() if info.name in members]
    runs = "by default" if info.default else f"with the preset {', '.join(presets)}" if presets else "when named"
    options = ""
    if dataclasses.is_dataclass(info.cls) and dataclasses.fields(info.cls):
        defaults = ", ".join(f"`{field.name}` = {field.default!r}" for field in dataclasses.fields(info.cls))
        options = f"\nOptions: {defaults}\n"
    text = inspect.cleandoc(info.cls.__doc__ or "")
    return f"## {info.name}\n\n*Runs {runs}.*\n\n{text}\n{options}\n| before | after |\n|---|---|\n{rows}"


def page() -> str:
    """Write the whole page."""
    parts = [
        "# The repairers\n\n"
        "Written by `python docs/generate.py` from their docstrings and examples; "
        + "⏎ is a line end, ⍽ a no-break space.\n"
    ]
    for stage in Stage:
        members = [info for info in available().values() if info.stage is stage and not info.plugin]
        parts.append(f"# Stage {stage.name}\n\n" + "\n".join(section(info) for info in members))
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
