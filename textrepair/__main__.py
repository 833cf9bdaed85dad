"""``python -m textrepair``: the command ``textrepair``."""

from textrepair.cli import main

main()
