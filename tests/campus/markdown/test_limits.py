"""Texts beyond the limits are refused with what to do, in both languages, and never hang."""

import time

import pytest

from campus.markdown import TooMuch, limits, render


def test_a_text_as_long_as_allowed_is_rendered_and_a_longer_one_refused() -> None:
    longest = "mot " * (limits.MOST_CHARACTERS // 4)
    assert render(longest, language="fr").words == limits.MOST_CHARACTERS // 4
    with pytest.raises(TooMuch, match="split it") as refused:
        render(longest + "x", language="fr")
    assert refused.value.code == "text_too_long"
    assert "répartissez" in refused.value.said("fr")


def test_as_many_footnotes_as_allowed_are_rendered_and_more_refused() -> None:
    assert render("x[^1] " * 399 + "\n\n[^1]: y", language="fr").words > 399
    with pytest.raises(TooMuch, match="footnotes"):
        render("x[^1] " * 400 + "\n\n[^1]: y", language="fr")


def test_deep_quotations_are_refused_and_shallow_ones_rendered() -> None:
    assert "<blockquote>" in render(">" * 20 + " a", language="fr").html
    with pytest.raises(TooMuch, match="flatten") as refused:
        render(">" * 21 + " a", language="fr")
    assert refused.value.code == "text_too_deep"


def test_a_long_text_that_takes_too_long_is_stopped() -> None:
    slow = "".join(f"*[a{n}]: x\n" for n in range(290)) + "\n" + "a1 a2 a3 " * 20_000
    begun = time.monotonic()
    with pytest.raises(TooMuch) as refused:
        render(slow, language="fr", seconds=0.3)
    assert refused.value.code == "text_too_slow"
    assert time.monotonic() - begun < 3


def test_the_same_text_given_time_enough_is_rendered() -> None:
    assert render("mot " * 10_000, language="fr", seconds=60).words == 10_000
