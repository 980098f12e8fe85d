"""Owns what somebody does to a PDF that she was given: another word, a note, a page, a new file."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_CHAR = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>")


def with_another_word(pdf: bytes, word: str, other: str) -> bytes:
    """The glyphs of a word in another order, each at the place of one of before."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0]
        instructions = pikepdf.parse_content_stream(page)
        changed = [_changed(one, codes, word, other) for one, codes in _shown(page, instructions)]
        assert any(changed)
        page.Contents = opened.make_stream(pikepdf.unparse_content_stream(instructions))
        return _saved(opened)


def with_note(pdf: bytes) -> bytes:
    """A free text laid over the page, as every reader of PDFs offers it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=[100, 300, 400, 350],
            Contents="Mention très bien",
        )
        page = opened.pages[0]
        page.Annots = pikepdf.Array([*page.get("/Annots", []), opened.make_indirect(note)])
        return _saved(opened)


def with_page(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.add_blank_page()
        return _saved(opened)


def covered(pdf: bytes) -> bytes:
    """A picture laid over the middle of the page: no letter of it changes."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0]
        picture = opened.make_stream(b"\xff" * 300)
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width = picture.Height = 10
        picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
        page.add_resource(picture, pikepdf.Name.XObject, pikepdf.Name("/Cover"))
        page.contents_add(b"q ", prepend=True)
        page.contents_add(b" Q q 480 0 0 70 300 300 cm /Cover Do Q")
        return _saved(opened)


def with_text(pdf: bytes, text: str) -> bytes:
    """Words more, in a font that every reader has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        page.Resources.Font["/Added"] = opened.make_indirect(font)
        page.contents_add(b"q ", prepend=True)
        page.contents_add(f" Q BT /Added 20 Tf 100 100 Td ({text}) Tj ET".encode())
        return _saved(opened)


def with_file(pdf: bytes, file: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.attachments["other.json"] = file
        return _saved(opened)


def written_anew(pdf: bytes, *, keeps_files: bool = True) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if not keeps_files:
            del opened.Root.Names
            if "/AF" in opened.Root:
                del opened.Root.AF
        return _saved(opened)


def _saved(opened: pikepdf.Pdf) -> bytes:
    """Without its signature, which any change of the file breaks."""
    if "/AcroForm" in opened.Root:
        del opened.Root.AcroForm
        page = opened.pages[0]
        kept = [one for one in page.get("/Annots", []) if one.Subtype != pikepdf.Name.Widget]
        page.Annots = pikepdf.Array(kept)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def _shown(page: Any, instructions: Any) -> Iterator[tuple[list[Any], dict[bytes, str]]]:
    """Each run of glyphs with what its font's codes mean."""
    fonts = {name: _codes(font) for name, font in page.Resources.Font.items()}
    codes: dict[bytes, str] = {}
    for place, instruction in enumerate(instructions):
        operator = str(instruction.operator)
        if operator == "Tf":
            codes = fonts[str(instruction.operands[0])]
        if operator in ("Tj", "TJ"):
            yield [instructions, place], codes


def _codes(font: Any) -> dict[bytes, str]:
    pairs = _CHAR.findall(font.ToUnicode.read_bytes())
    return {bytes.fromhex(code.decode()): chr(int(char, 16)) for code, char in pairs}


def _changed(where: list[Any], codes: dict[bytes, str], word: str, other: str) -> bool:
    instructions, place = where
    operator = instructions[place].operator
    operands = list(instructions[place].operands)
    parts = list(operands[0]) if str(operator) == "TJ" else [operands[0]]
    glyphs = [
        (number, offset, bytes(part)[offset : offset + 2])
        for number, part in enumerate(parts)
        if isinstance(part, pikepdf.String)
        for offset in range(0, len(bytes(part)), 2)
    ]
    start = "".join(codes.get(code, "?") for _n, _o, code in glyphs).find(word)
    if start < 0:
        return False
    by_char = {char: code for code, char in codes.items()}
    for (number, offset, _code), char in zip(glyphs[start:], other, strict=False):
        body = bytearray(bytes(parts[number]))
        body[offset : offset + 2] = by_char[char]
        parts[number] = pikepdf.String(bytes(body))
    operand = pikepdf.Array(parts) if str(operator) == "TJ" else parts[0]
    instructions[place] = pikepdf.ContentStreamInstruction([operand], operator)
    return True
