"""Texts that were decoded in the wrong encoding: which decodings there are, and which one is right.

``tables.py`` holds what bytes become in each encoding, ``plausible.py`` the measure of a text, ``ways.py`` the ways to
read a token again, ``entities.py`` HTML entities, ``losses.py`` UTF-8 that lost a byte, ``outside.py`` what ftfy
proposes, and ``decoding.py`` the decision for each line and for the document.
"""

from __future__ import annotations

from textrepair.encodings.decoding import DAMAGE, DecodedLine, decoded_lines
from textrepair.encodings.outside import differences

__all__ = ["DAMAGE", "DecodedLine", "decoded_lines", "differences"]
