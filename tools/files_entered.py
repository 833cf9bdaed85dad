"""Count the files of textrepair that Python enters to repair a page with one damaged word.

    python tools/files_entered.py [--list] [WORD]

A newcomer who follows one damaged word through the code has to read these files. *Cold* is the first repair after the
chain was made, when nothing is remembered; *warm* is the second, of the same page. A file counts when one of its
functions is called in the thread that repairs. Not counted: making the chain, and whatever an import runs. Calls
include each time that a generator is resumed. A word that a repairer with code of its own looks at enters that
repairer too: one file more for dela and minislre, two for ao(t. A word beside which a zone may lie (digits, signs,
other unknown words, a short sentence) enters six of core/zones, eight when nothing is remembered.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import textrepair
from textrepair import Chain

PACKAGE = Path(textrepair.__file__).parent
WORD, REPAIRED = "premiére", "première"
PAGE = (
    "La séance est ouverte à neuf heures. Les membres de la commission présentent leur rapport. Le Conseil décide "
    "de la suite. Le président remercie les délégués de leur travail. La prochaine réunion aura lieu au "
    "printemps. Le tribunal entend les deux parties. Aucun témoin ne se présente. Les avocats quittent la salle "
    "vers midi. Le jugement sera rendu dans un mois. Les habitants de la ville ont adressé une {} lettre au maire "
    "pour lui demander de faire réparer le pont avant la fin de la saison. Le maire a répondu que les travaux "
    "commenceront au mois de juin et que la commune en supportera la dépense. La foule se presse devant la porte "
    "du théâtre où doit se donner la fête."
)


class Entered(NamedTuple):
    """What one repair entered.

    Attributes:
        files: the calls into each file of the package, by its path within the package.
        text: the repaired text.
    """

    files: Counter[str]
    text: str


def watch(chain: Chain, text: str) -> Entered:
    """Repair a text and count the calls into each file of the package."""
    calls: Counter[str] = Counter()
    imports = 0  # how many modules are being imported, one within the other

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal imports
        code = frame.f_code
        if code.co_name == "<module>":
            imports += {"call": 1, "return": -1}.get(event, 0)
        # The body of a class runs as code that is not optimised.
        elif event == "call" and not imports and code.co_flags & inspect.CO_OPTIMIZED:
            calls[code.co_filename] += 1

    sys.setprofile(count)
    try:
        repaired = chain.repair(text)
    finally:
        sys.setprofile(None)
    within = {Path(name): number for name, number in calls.items() if Path(name).is_relative_to(PACKAGE)}
    return Entered(
        Counter({path.relative_to(PACKAGE).as_posix(): number for path, number in within.items()}), repaired.text
    )


def main() -> int:
    """Repair both texts and print the counts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--list", action="store_true", help="name the files, with the calls into each")
    parser.add_argument("word", nargs="?", default=WORD, help=f"the damaged word [{WORD}]")
    options = parser.parse_args()
    chain = Chain.for_language("fr")
    page = PAGE.format(options.word)
    for name in ("cold", "warm"):
        entered = watch(chain, page)
        if options.word == WORD and entered.text != PAGE.format(REPAIRED):
            print(f"the page was not repaired as expected: {entered.text}", file=sys.stderr)
            return 1
        print(f"{name}: {len(entered.files)} files, {entered.files.total():,} calls")
        for path, number in sorted(entered.files.items(), key=lambda item: (-item[1], item[0])) * options.list:
            print(f"{number:8,}  {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
