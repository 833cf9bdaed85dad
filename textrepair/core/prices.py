"""The table of prices of a pack: what each event costs, in nats.

``prices.toml`` is the only place where a price stands. Code refers to a price by the name of its event.
"""

from __future__ import annotations

import math
from pathlib import Path

from textrepair.errors import PackError
from textrepair.tables.pack_files import read_pack_toml, reading

__all__ = ["Prices"]

_HIGHEST = 100.0


class Prices(dict[str, float]):
    """What each event costs, in nats, by its name.

    Args:
        path: the file ``prices.toml``: a table for each event, with ``nats`` (−100 to 100) and ``source``.

    Raises:
        PackError: the file cannot be read, or an event lacks its price or its source.

    >>> prices = Prices(Path(__file__).parents[2] / "lexicons" / "fr" / "prices.toml")
    >>> prices["space-lost"]
    3.0
    >>> prices["no-such-event"]
    Traceback (most recent call last):
    ...
    textrepair.errors.PackError: ...prices.toml: no price for ‘no-such-event’: add a table [no-such-event] with nats ...
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.sources: dict[str, str] = {}
        with reading(path):
            for event, entry in read_pack_toml(path).items():
                nats, source = float(entry["nats"]), entry["source"]
                if not math.isfinite(nats) or abs(nats) > _HIGHEST:
                    raise ValueError(f"the price of ‘{event}’ is {nats}: it must lie between -100 and 100 nats")
                if not isinstance(source, str) or not source.strip():
                    raise ValueError(f"the price of ‘{event}’ has no source")
                self[event] = nats
                self.sources[event] = source

    def __missing__(self, event: str) -> float:
        raise PackError(f"{self.path}: no price for ‘{event}’: add a table [{event}] with nats and source")
