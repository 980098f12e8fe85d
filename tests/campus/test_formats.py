"""How dates are written: in English the British way, in French the French way."""

from datetime import datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

AT = datetime(2026, 11, 3, 17, 5)  # noqa: DTZ001 - a format has no zone


@pytest.mark.parametrize(
    ("language", "form", "written"),
    [
        ("en", "DATE_FORMAT", "3 November 2026"),
        ("en", "DATETIME_FORMAT", "3 November 2026, 17:05"),
        ("en", "SHORT_DATE_FORMAT", "03/11/2026"),
        ("fr", "DATE_FORMAT", "3 novembre 2026"),
    ],
)
def test_a_date_is_written_as_its_readers_write_it(language: str, form: str, written: str) -> None:
    with override(language):
        assert date_format(AT, form) == written
