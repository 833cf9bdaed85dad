"""Read the imports of textrepair, find circles and imports that go up, and draw the picture of the architecture.

    python tools/import_graph.py            # say what is wrong, and draw docs/explanation/architecture.svg
    python tools/import_graph.py --check    # say it, and whether the committed picture is stale; changes nothing
    python tools/import_graph.py --list     # besides, each group with its files and what it imports

Imports are read with `ast` and told apart by where they stand: at the top of a file, inside a function, or under
``if TYPE_CHECKING``. The first two happen at run time; the third only for the type checker. The layers are declared in
`LAYERS`: edit that list when a file moves. Exit code 1 if a file is in no group, or, with --check, if the picture is
stale.
"""

from __future__ import annotations

import argparse
import ast
import enum
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from architecture_picture import Box, draw

ROOT = Path(__file__).parents[1]
PACKAGE = "textrepair"
PICTURE = ROOT / "docs" / "explanation" / "architecture.svg"

# The layers from the top: a group may import from its own layer and from those below it. Each group has a title and the
# modules in it, without `textrepair.`; a name stands for the package of that name and all that is in it, `.` for
# textrepair/__init__.py. The longest name that fits a module decides.
Groups = Mapping[str, str]
LAYERS: tuple[Groups, ...] = (
    {"command line": "__main__ cli commands", "spaCy": "spacy"},
    {"runs": "runs", "evaluate": "evaluate", "pack_build": "pack_build"},
    {"formats": "formats", "Arrow": "arrow"},
    {
        "library": ". many assess explain config testing learn",
    },
    {"chain": "arguments chain rounds proposers set_aside registry word_list plain_text document"},
    {"repairers": "repairers"},
    {"repairer": "repairer"},
    {"encodings": "encodings"},
    {"core": "core"},
    {"tables": "tables"},
    {"processes": "processes", "files": "files"},
    {"base": "alternatives edits errors visible version fork_lock memory log counted"},
)


class When(enum.Enum):
    """When an import happens."""

    TOP = "top"
    CALL = "function"
    TYPING = "TYPE_CHECKING"


class Import(NamedTuple):
    """One file imports another.

    Attributes:
        importer: the module that imports.
        imported: the module that it imports.
        when: when it does.
    """

    importer: str
    imported: str
    when: When


def modules_of(root: Path) -> dict[str, Path]:
    """Return the files of the package by the names of their modules."""
    found = {}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def is_typing(test: ast.expr) -> bool:
    """Say whether a condition is TYPE_CHECKING."""
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def statements(node: ast.AST, when: When = When.TOP) -> Iterator[tuple[ast.Import | ast.ImportFrom, When]]:
    """Yield the import statements below a node, with when they run."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, when
        elif isinstance(child, ast.If) and is_typing(child.test):
            for each in child.body:
                yield from statements(ast.Module([each], []), When.TYPING)
            yield from statements(ast.Module(child.orelse, []), when)
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and when is When.TOP:
            yield from statements(child, When.CALL)
        else:
            yield from statements(child, when)


def names_in(statement: ast.Import | ast.ImportFrom, importer: str, is_package: bool) -> Iterator[str]:
    """Yield the dotted names that a statement may import: modules, or what is in them."""
    if isinstance(statement, ast.Import):
        yield from (alias.name for alias in statement.names)
        return
    base = statement.module or ""
    if statement.level:
        parts = importer.split(".")
        kept = parts[: len(parts) - statement.level + is_package]
        base = ".".join([*kept, *([base] if base else [])])
    yield from (f"{base}.{alias.name}" for alias in statement.names)


def imports_of(root: Path) -> list[Import]:
    """Return every import of one file of the package by another, once for each time it may happen."""
    modules = modules_of(root)
    found: set[Import] = set()
    for importer, path in modules.items():
        tree = ast.parse(path.read_text("utf-8"), str(path))
        for statement, when in statements(tree):
            for name in names_in(statement, importer, path.name == "__init__.py"):
                # `from package import name`: the module of that name, or else what the package itself defines.
                imported = name if name in modules else name.rpartition(".")[0]
                if imported in modules and imported != importer:
                    found.add(Import(importer, imported, when))
    return sorted(found, key=lambda one: (one.importer, one.imported, one.when.value))


def circles(imports: Iterable[Import]) -> list[list[str]]:
    """Return the groups of files that import each other in a circle (strongly connected components), largest first."""
    reached: dict[str, set[str]] = {}
    follow: dict[str, set[str]] = {}
    for one in imports:
        follow.setdefault(one.importer, set()).add(one.imported)
        follow.setdefault(one.imported, set())
    for start in follow:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            new = follow[waiting.pop()] - seen
            seen |= new
            waiting += new
        reached[start] = seen
    found = {
        tuple(sorted(other for other in reached[name] if name in reached[other]))
        for name in reached
        if name in reached[name]
    }
    return [list(circle) for circle in sorted(found, key=lambda circle: (-len(circle), circle))]


def group_of(module: str) -> tuple[int, str] | None:
    """Return the layer (0: the top) and the group of a module; None if `LAYERS` names none."""
    inner = module.partition(".")[2] or "."
    fitting = [
        (len(name), layer, title)
        for layer, groups in enumerate(LAYERS)
        for title, names in groups.items()
        for name in names.split()
        if inner == name or inner.startswith(f"{name}.")
    ]
    return max(fitting)[1:] if fitting else None


def upward(imports: Iterable[Import]) -> list[Import]:
    """Return the imports from a layer above the importer's own."""
    found = []
    for one in imports:
        importer, imported = group_of(one.importer), group_of(one.imported)
        if importer and imported and imported[0] < importer[0]:
            found.append(one)
    return found


def at_run_time(imports: Iterable[Import]) -> list[Import]:
    """Leave out what only the type checker imports."""
    return [one for one in imports if one.when is not When.TYPING]


def file_name(module: str, group: str) -> str:
    """Return the name of a module's file as its group's box shows it: within the package if the group is one."""
    name = module.partition(".")[2].removeprefix(f"{group}.").replace(".", "/")
    return name or "__init__"


def boxes(modules: Iterable[str], imports: Iterable[Import]) -> list[list[Box]]:
    """Return the boxes of the picture, by layer: a group, its files, and how many of them import each other group."""
    files: dict[str, list[str]] = {title: [] for groups in LAYERS for title in groups}
    for module in modules:
        if placed := group_of(module):
            files[placed[1]].append(file_name(module, placed[1]))
    importing: dict[str, dict[str, set[str]]] = {title: {} for title in files}
    for one in at_run_time(imports):
        importer, imported = group_of(one.importer), group_of(one.imported)
        if importer and imported and importer != imported:
            importing[importer[1]].setdefault(imported[1], set()).add(one.importer)
    return [
        [
            Box(title, sorted(files[title]), {other: len(found) for other, found in sorted(importing[title].items())})
            for title in groups
            if files[title]
        ]
        for groups in LAYERS
    ]


def tell(title: str, found: list[str]) -> None:
    """Print a finding with its count."""
    print(f"{title}: {len(found)}")
    for line in found:
        print(f"  {line}")


def main() -> int:
    """Report on the imports, and draw or check the picture."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail if the committed picture is stale; change nothing")
    parser.add_argument("--list", action="store_true", help="list the groups, their files and their imports")
    options = parser.parse_args()
    modules, imports = modules_of(ROOT), imports_of(ROOT)
    counts = {when: sum(one.when is when for one in imports) for when in When}
    print(f"{len(modules)} files; imports: {', '.join(f'{number} {when.value}' for when, number in counts.items())}")
    for title, some in (("circles at run time", at_run_time(imports)), ("circles with TYPE_CHECKING", imports)):
        tell(title, [f"{len(circle)} files: {' '.join(circle)}" for circle in circles(some)])
    tell(
        "imports that go up",
        [f"{one.importer} imports {one.imported} ({one.when.value})" for one in upward(imports)],
    )
    drawn = boxes(modules, imports)
    if options.list:
        for number, layer in enumerate(drawn, 1):
            for box in layer:
                print(f"layer {number}, {box.title}: {' '.join(box.files)}; imports {box.imports}")
    homeless = [module for module in modules if group_of(module) is None]
    if homeless:
        tell("files in no group (add them to LAYERS in tools/import_graph.py)", homeless)
        return 1
    picture = draw(drawn)
    if options.check:
        if not PICTURE.exists() or PICTURE.read_text("utf-8") != picture:
            print(f"{PICTURE.relative_to(ROOT)} is stale: run python tools/import_graph.py", file=sys.stderr)
            return 1
    else:
        PICTURE.write_text(picture, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
