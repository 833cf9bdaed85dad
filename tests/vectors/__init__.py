"""Recorded answers of the core, and their comparison with the answers of today.

    python -m tests.vectors record            # record tests/vectors anew: only when an answer is meant to change
    python -m tests.vectors compare           # compare the core with what was recorded
    python -m tests.vectors record --texts ../shared/pairs/dev --to /tmp/vectors     # texts that may not be committed

``texts.py`` makes the texts, ``kinds.py`` asks the core about them, ``files.py`` reads and writes the files, and
``compare.py`` holds answers against each other. The recorded answers are the contract of every implementation of the
core: numbers agree within 1e-12, all else exactly.
"""
