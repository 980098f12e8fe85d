"""Letters of formulas in bold, script, blackboard bold: characters, as browsers want them.

MathML Core knows no `mathvariant` but `normal`; Unicode has a character for each styled letter.
"""

from __future__ import annotations

# The first capital, small letter and digit of each style (Unicode, Mathematical Alphanumeric
# Symbols); 0 where the style has none.
_STYLES = {
    "bold": (0x1D400, 0x1D41A, 0x1D7CE),
    "italic": (0x1D434, 0x1D44E, 0),
    "bold-italic": (0x1D468, 0x1D482, 0),
    "script": (0x1D49C, 0x1D4B6, 0),
    "bold-script": (0x1D4D0, 0x1D4EA, 0),
    "fraktur": (0x1D504, 0x1D51E, 0),
    "double-struck": (0x1D538, 0x1D552, 0x1D7D8),
    "bold-fraktur": (0x1D56C, 0x1D586, 0),
    "sans-serif": (0x1D5A0, 0x1D5BA, 0x1D7E2),
    "bold-sans-serif": (0x1D5D4, 0x1D5EE, 0x1D7EC),
    "monospace": (0x1D670, 0x1D68A, 0x1D7F6),
}
# Those that Unicode had given a place of their own before.
_ELSEWHERE = {
    "italic": {"h": "ℎ"},
    "script": dict(zip("BEFHILMReg", "ℬℰℱℋℐℒℳℛℯℊ", strict=True)) | {"o": "ℴ"},
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "double-struck": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
}


def styled(text: str, variant: str) -> str:
    """`text` in a style of MathML's `mathvariant`; letters without such a form stay as they are."""
    starts = _STYLES.get(variant)
    if starts is None:
        return text
    elsewhere = _ELSEWHERE.get(variant, {})
    return "".join(elsewhere.get(one) or _styled(one, starts) for one in text)


def _styled(one: str, starts: tuple[int, int, int]) -> str:
    for first, last, start in zip("Aa0", "Zz9", starts, strict=True):
        if start and first <= one <= last:
            return chr(start + ord(one) - ord(first))
    return one
