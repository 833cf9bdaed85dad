"""Write docs/reference/repairers.md from the docstrings, examples, options and declarations of the repairers.

python docs/generate.py
"""

from __future__ import annotations

import dataclasses
import inspect
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from textrepair.core import Spec, open_pack
from textrepair.registry import RepairerInfo, available
from textrepair.repairer import DeclaredRepairer, Repairer, Stage, WordRepairer

PAGE = Path(__file__).parent / "reference" / "repairers.md"

HEAD = """\
# The repairers

Written by `python docs/generate.py` from their docstrings, examples, options and declarations. In the tables ⏎ is a
line end and ⍽ a no-break space. A declaration is data that the core runs; `textrepair/core/specs.py` explains its
fields, and those that have their default value are left out here.
"""


def shown(text: str) -> str:
    """Make white space visible in a table cell."""
    for character, sign in (("\u00a0", "⍽"), ("\u202f", "⍽"), ("\n", "⏎"), ("\t", "⇥"), ("\u00ad", "<soft hyphen>")):
        text = text.replace(character, sign)
    text = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)
    return "`` " + text.replace("|", "\\|") + " ``"


def escaped(text: str) -> str:
    """Write characters that have no shape of their own as escapes, which a regular expression reads as well."""
    hidden = (c for c in text if unicodedata.combining(c) or not c.isprintable())
    return text.translate({ord(c): f"\\u{ord(c):04x}" for c in hidden})


def valued(value: object) -> str:
    """Write the value of a field as code."""
    if isinstance(value, Mapping):
        return ", ".join(f"`` {found} `` → `` {new} ``" for found, new in value.items())
    return f"`` {escaped(value)} ``" if isinstance(value, str) else f"`{value}`"


def declared(spec: Spec) -> str:
    """Write one declaration: what it says in words, then its kind and fields."""
    kind = type(spec).__name__
    given = [
        f"{field.name} {valued(getattr(spec, field.name))}"
        for field in dataclasses.fields(spec)
        if getattr(spec, field.name) not in (field.default, {}) and field.name != "reason"
    ]
    reason = getattr(spec, "reason", "")
    says = f"“{reason}”" if reason else inspect.cleandoc(type(spec).__doc__ or "").split("\n\n")[0].replace("\n", " ")
    return f"- `{kind}`: {says}" + (f": {'; '.join(given)}" if reason and given else f" {'; '.join(given)}").rstrip()


def declarations(info: RepairerInfo) -> str:
    """Write what a repairer declares; empty if it is nothing but code."""
    repairer = info.cls()
    if not isinstance(repairer, DeclaredRepairer):
        return ""
    specs = repairer.spec()
    lines = "\n".join(map(declared, specs if isinstance(specs, tuple) else (specs,)))
    code = isinstance(repairer, Repairer | WordRepairer)
    return f"\n{'Declares, besides its code' if code else 'Declares'}:\n\n{lines}\n"


def options(info: RepairerInfo) -> str:
    """Write the options of a repairer with their defaults; empty if it has none."""
    if not (dataclasses.is_dataclass(info.cls) and dataclasses.fields(info.cls)):
        return ""
    defaults = ", ".join(f"`{field.name}` = {field.default!r}" for field in dataclasses.fields(info.cls))
    return f"\nOptions: {defaults}\n"


def section(info: RepairerInfo) -> str:
    """Write the section of one repairer."""
    rows = "".join(
        f"| {shown(example.before)} | {'left alone' if example.before == example.after else shown(example.after)} |\n"
        for example in info.cls.examples
    )
    presets = [name for name, members in open_pack("fr").rules.presets.items() if info.name in members]
    runs = "by default" if info.default else f"with the preset {', '.join(presets)}" if presets else "when named"
    text = inspect.cleandoc(info.cls.__doc__ or "")
    return (
        f"## {info.name}\n\n*Runs {runs}.*\n\n{text}\n{options(info)}{declarations(info)}\n"
        f"| before | after |\n|---|---|\n{rows}"
    )


def page() -> str:
    """Write the whole page."""
    parts = [HEAD]
    for stage in Stage:
        members = [info for info in available().values() if info.stage is stage and not info.plugin]
        parts.append(f"# Stage {stage.name}\n\n" + "\n".join(section(info) for info in members))
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
