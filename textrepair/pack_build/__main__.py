"""`python -m textrepair.pack_build lexicons/fr --text DIR [--cache DIR]`."""

from __future__ import annotations

import sys

from textrepair.pack_build.build import main

if __name__ == "__main__":
    sys.exit(main())
