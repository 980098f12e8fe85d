"""What is committed is what the drawings draw, on any machine."""

import io

import pypdf
import pytest

from campus.demo import drawing


@pytest.mark.parametrize("one", drawing.ALL, ids=lambda one: one.drawn)
def test_the_committed_file_is_what_its_drawing_draws(one: drawing.Drawing) -> None:
    assert drawing.draw(one) == (drawing.COURSES / one.drawn).read_bytes()


@pytest.mark.parametrize("one", [d for d in drawing.ALL if d.drawn.endswith("pdf")])
def test_a_printable_sheet_is_tagged_and_says_its_language(one: drawing.Drawing) -> None:
    root = pypdf.PdfReader(io.BytesIO(drawing.draw(one))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
