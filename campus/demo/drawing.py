"""Draws the demo courses' images and printable sheets anew, from `drawings/*.typ`.

Run after changing a drawing: `python -m campus.demo.drawing`; what it draws is committed.
"""

from pathlib import Path
from typing import NamedTuple

import typst

HERE = Path(__file__).parent
COURSES = HERE / "courses"
DRAWINGS = HERE / "drawings"


class Drawing(NamedTuple):
    source: str
    drawn: str
    language: str = "fr"


ALL = (
    Drawing("double-diamond.typ", "design-de-service/images/double-diamant.png"),
    Drawing("double-diamond.typ", "service-design/images/double-diamond.png", "en"),
    Drawing("results-chain.typ", "conduire-un-projet/images/chaine-de-resultats.png"),
    Drawing("project-note.typ", "conduire-un-projet/fichiers/modele-note-de-cadrage.pdf"),
    Drawing("rereading.typ", "langage-clair/fichiers/relire-en-dix-questions.pdf"),
)


def draw(drawing: Drawing) -> bytes:
    """The bytes of a picture, or of a tagged PDF; no date in it, so always the same ones."""
    # Only the fonts inside the library: a drawing must not depend on the machine.
    fonts = typst.Fonts(include_system_fonts=False)
    kind = "pdf" if drawing.drawn.endswith(".pdf") else "png"
    compiler = typst.Compiler(
        DRAWINGS / drawing.source, font_paths=fonts, sys_inputs={"language": drawing.language}
    )
    if kind == "pdf":
        made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
    else:
        made = compiler.compile(format="png", ppi=144)
    assert isinstance(made, bytes)  # several pages would have made a list of pictures
    return made


def main() -> None:
    for drawing in ALL:
        (COURSES / drawing.drawn).write_bytes(draw(drawing))


if __name__ == "__main__":
    main()
