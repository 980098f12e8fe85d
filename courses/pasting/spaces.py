"""Which spaces are kept: those that French typography and numbers ask for, and no other."""

import re

NBSP, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
# While Markdown is made they stand aside, or they would be stripped as any other space.
_ASIDE = {NBSP: "\ue000", NARROW: "\ue001"}
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f]")
_MEANT = re.compile(
    rf"(?<=«)[{NBSP}{NARROW}]+|[{NBSP}{NARROW}]+(?=[:;!?»%€$°])"
    rf"|(?<=\d)[{NBSP}{NARROW}]+(?=\w)|(?<=[nN]°)[{NBSP}{NARROW}]+(?=\d)"
)


def put_aside(text: str) -> str:
    """Keep meant spaces, one each; make every other an ordinary one."""
    text = _UNSEEN.sub("", text)
    text = _MEANT.sub(lambda found: _ASIDE[found[0][0]], text)
    return text.replace(NBSP, " ").replace(NARROW, " ")


def put_back(text: str) -> str:
    for space, aside in _ASIDE.items():
        text = text.replace(aside, space)
    return text
