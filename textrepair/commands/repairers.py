"""The command ``textrepair repairers``."""

from __future__ import annotations

from pathlib import Path

import click

from textrepair.commands.terminal import tell, write_json

__all__ = ["repairers"]


@click.command()
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(readable=False, path_type=Path),
    help="Settings, as for `textrepair fix`.",
)
@click.option("--json", "as_json", is_flag=True, help="As a JSON list, with every example.")
def repairers(config: Path | None, as_json: bool) -> None:
    """List the repairers: what each does, an example, and whether it runs with the settings in force here."""
    from textrepair.commands.listing import as_json_text, as_text
    from textrepair.config import settings_from
    from textrepair.registry import available

    chain = settings_from(config).chain()
    if as_json:
        write_json(as_json_text(available().values(), chain).encode("utf-8", "backslashreplace"))
    else:
        tell(as_text(available().values(), chain))
