"""Finding the folder of a pack: a built-in pack, or one that an installed package registers."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from textrepair.errors import ConfigurationError, nearest_name, shortened
from textrepair.tables.pack_files import pack_error

__all__ = ["find_pack", "pack_codes", "seal_of"]

ENTRY_POINTS = "textrepair.languages"

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,40}")


def find_pack(code: str) -> Path:
    """Return the folder of a pack: a built-in pack, or one that an installed package registers.

    Args:
        code: the code of the language, such as ``"fr"``.

    Raises:
        ConfigurationError: there is no pack with this code.
    """
    package = Path(__file__).parents[1]
    roots = (package, package.parent)
    # The code is part of a path: ‘../x’ must not lead out of the folder, and a long code must not raise there.
    for root in roots if _CODE.fullmatch(code) else ():
        folder = root / "lexicons" / code
        if (folder / "language.toml").is_file():
            return folder
    from importlib import metadata  # 40 ms to import, and plugins are rare

    registered = {entry.name: entry for entry in metadata.entry_points(group=ENTRY_POINTS)}
    if code in registered:
        try:
            return Path(registered[code].load()())
        except Exception as error:
            raise ConfigurationError(
                f"the plugin {registered[code].value}, which registers the language ‘{code}’, cannot be loaded "
                f"({type(error).__name__}: {error}): update it, or uninstall it"
            ) from error
    raise ConfigurationError(f"no language pack ‘{shortened(code)}’: {nearest_name(code, pack_codes())}")


def pack_codes() -> list[str]:
    """Return the codes of the packs that there are, sorted.

    >>> {"en", "fr"} <= set(pack_codes())
    True
    """
    from importlib import metadata  # 40 ms to import

    package = Path(__file__).parents[1]
    built_in = {
        path.parent.name for root in (package, package.parent) for path in root.glob("lexicons/*/language.toml")
    }
    return sorted({*built_in, *(entry.name for entry in metadata.entry_points(group=ENTRY_POINTS))})


def seal_of(folder: Path) -> str:
    """Return the seal of a pack, which identifies its version: the SHA-256 of ``pack.toml``; empty without that file.

    Args:
        folder: the folder of the pack.

    Raises:
        PackError: the file cannot be read.
    """
    path = folder / "pack.toml"
    try:
        return sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise pack_error(path, error) from error
