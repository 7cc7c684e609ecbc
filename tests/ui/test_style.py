"""The style sheet names only colours and pictures that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from foley_post_ui.style import theme
from foley_post_ui.style.theme import DARK, LIGHT, Theme


@pytest.mark.parametrize("chosen", [DARK, LIGHT], ids=lambda t: t.name)
def test_every_colour_and_picture_of_the_sheet_is_there(chosen: Theme) -> None:
    sheet = theme._sheet(chosen)
    assert "$" not in sheet
    assert chosen.accent in sheet
    pictures = re.findall(r'url\("([^"]+)"\)', sheet)
    assert len(set(pictures)) == 3
    assert all(Path(picture).is_file() for picture in pictures)
