"""The rules of a quiz, as `quiz:` in its front matter says them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .heads import Head
from .shapes import ImportedDraw, ImportedQuiz

KEYS = {"mode", "attempts", "minutes", "shuffle", "shows_key", "team", "draw"}
DRAW_KEYS = {"bank", "count", "skill", "level", "tag"}
SHUFFLED = ("questions", "choices")
_MOST = 32_767


def read_rules(head: Head) -> ImportedQuiz:
    """Raises Invalid with the place of a rule that makes no sense."""
    head.report_unknown(KEYS)
    shuffled = head.items("shuffle")
    if any(one not in SHUFFLED for one in shuffled):
        raise head.wrong("shuffle", _("a list of {known}").format(known=", ".join(SHUFFLED)))
    return ImportedQuiz(
        mode=head.among("mode", ("practice", "graded"), "graded"),
        attempts_allowed=head.whole("attempts", least=1, most=_MOST),
        time_limit_minutes=head.whole("minutes", least=1, most=_MOST),
        shuffles_questions="questions" in shuffled,
        shuffles_choices="choices" in shuffled,
        shows_key=head.among("shows_key", ("submitted", "passed", "never"), "submitted"),
        is_team=head.flag("team"),
        draws=tuple(_draw(one) for one in head.parts("draw")),
    )


def _draw(head: Head) -> ImportedDraw:
    head.report_unknown(DRAW_KEYS)
    if not head.text("bank"):
        raise head.wrong("bank", _("the title of a question bank"))
    return ImportedDraw(
        bank=head.text("bank", most=200),
        count=head.whole("count", least=1, most=100) or 1,
        skill=head.text("skill", most=120),
        level=head.whole("level", least=1, most=4),
        tag=head.text("tag", most=60),
    )
