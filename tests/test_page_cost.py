"""Page files with thousands of anything are read and repaired, or refused, in a moment.

A quick check with generous limits; ``make growth`` measures the growth itself.
"""

from __future__ import annotations

import pytest
from page_hostile import HOSTILE, seconds_of

from textrepair.edits import Edit
from textrepair.formats.markup_tags import blank_before, blanked, start_tags
from textrepair.formats.offsets import differing_stretches, repaired_offsets
from textrepair.formats.page_custom import moved
from textrepair.formats.page_detection import kind_of_content
from textrepair.formats.pages import PageText, changes, join

# Seconds of the processor; on an idle machine the slowest takes a fifth of a second.
MOST = 1.5


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_done_at_once(name: str) -> None:
    length, make = HOSTILE[name]
    assert seconds_of(make(2 * length).encode()) < MOST
