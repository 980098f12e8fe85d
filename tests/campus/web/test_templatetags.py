"""The small words of templates."""

import pytest
from django.utils import translation

from campus.web.templatetags.web import cover, duration, localised, percent, tied


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 min"), (45, "45 min"), (60, "1 h"), (80, "1 h 20"), (125, "2 h 05")],
)
def test_minutes_are_said_as_people_say_them(minutes: int, said: str) -> None:
    with translation.override("fr"):
        assert duration(minutes).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("fraction", "shown"), [(0.0, 0), (0.001, 1), (0.5, 50), (0.996, 99), (1.0, 100)]
)
def test_a_hundred_percent_is_shown_only_when_all_is_done(fraction: float, shown: int) -> None:
    assert percent(fraction) == shown


@pytest.mark.parametrize(
    ("texts", "shown"),
    [({"fr": "Atelier", "en": "Workshop"}, "Workshop"), ({"fr": "Atelier"}, "Atelier"), ({}, "")],
)
def test_a_text_is_in_the_readers_language_where_there_is_one(
    texts: dict[str, str], shown: str
) -> None:
    with translation.override("en"):
        assert localised(texts) == shown


def test_the_same_course_always_has_the_same_cover() -> None:
    assert cover("a") == cover("a")
    assert len({cover(str(number)) for number in range(200)}) == 36


def test_a_middle_dot_stays_with_the_word_before_it() -> None:
    assert tied("Attestation · Écrire") == "Attestation\N{NO-BREAK SPACE}· Écrire"
