"""The one-line values of xAPI: identifiers, language tags, instants, durations."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.records.xapi import durations, identifiers, languages, timestamps

RIGHT_AND_WRONG = {
    identifiers.is_uuid: (
        [
            "6690e6c9-3ef0-4ed3-8b37-7f3964730bee",
            "AA97B177-9383-4934-8543-0F91A7A02836",
            "12345678-1234-5678-1234-567812345678",
        ],
        [
            "",
            "AA97B177-9383-4934-8543-0F91A7A028368",
            "MA97B177-9383-4934-8543-0F91A7A02836",
            "aa97b177938349348543-0f91a7a02836",
            "{aa97b177-9383-4934-8543-0f91a7a02836}",
            "urn:uuid:aa97b177-9383-4934-8543-0f91a7a02836",
            "٢a97b177-9383-4934-8543-0f91a7a02836",
        ],
    ),
    identifiers.is_iri: (
        [
            "http://example.org",
            "https://example.org/a?b=c#d",
            "http://example.com/فعل/خواندن",
            "urn:isbn:1",
            "tag:example.org,2026:x",
            "mailto:a@b",
            "http://[::1]/",
            "http://a/%C3%A9",
        ],
        [
            "",
            "should fail",
            "example.org/a",
            "//example.org",
            "ab=c://should.fail.com",
            "1http://a",
            "http://",
            "http:a",
            "http://a/ b",
            "http://a/%zz",
            "http://a/<b>",
            "http://a/{b}",
            "http://a\n",
            "\u212ahttp://a",
            "urn:",
        ],
    ),
    identifiers.is_mailto: (
        ["mailto:ada@example.org", "mailto:a.b+c@localhost"],
        [
            "",
            "ada@example.org",
            "mailto:ada",
            "mailto:@example.org",
            "mailto:ada@",
            "mailto:a@b@c",
            "mailto:a@b,c@d",
            "mailto:a@b?subject=c",
            "mailto:a b@c",
            "http://ada@example.org",
        ],
    ),
    identifiers.is_sha1: (
        ["ebd31e95054c018b10727ccffd2ef2ec3a016ee9", "A" * 40],
        ["", "a" * 39, "g" * 40],
    ),
    identifiers.is_sha2: (
        ["a" * 56, "a" * 64, "A" * 96, "0" * 128],
        ["", "a" * 40, "a" * 63, "g" * 64, "SVOV53fNmNplPfliXQnA/Wuy+NR4g5TNU8VqO/3NhIo="],
    ),
    identifiers.is_media_type: (
        ["text/plain", "text/plain; charset=ascii", 'a/b+c;d="e f"', "image/svg+xml"],
        [
            "",
            "text",
            "text/",
            "/plain",
            "text plain",
            "text/plain; charset",
            "a/b/c",
            "a/b\n",
            "a/b;\r\n c=d",
            'a/b;c="\n"',
            'a/b;c="é"',
        ],
    ),
    languages.is_tag: (
        [
            "de",
            "de-DE",
            "zh-Hant",
            "sr-Cyrl",
            "sr-Latn-RS",
            "zh-Hans-CN",
            "cmn",
            "ase",
            "EN-us",
            "es-419",
            "de-CH-1996",
            "sl-rozaj-biske",
            "en-a-bbb-x-a-ccc",
            "x-own",
            "i-klingon",
            "en-GB-oed",
            "zh-min-nan",
            "und",
        ],
        [
            "",
            "a",
            "something",
            "a12345",
            "zh-z-aaa-z-bbb-c-ccc",
            "en-",
            "-en",
            "en_US",
            "en--US",
            "sl-rozaj-rozaj",
            "en-a",
            "x",
            "fr FR",
            "abcdefghi",
            "\u212an",
        ],
    ),
    durations.is_duration: (
        [
            "PT4H35M59.14S",
            "PT16559.14S",
            "P3Y1M29DT4H35M59.14S",
            "P3Y",
            "P4W",
            "PT0S",
            "PT1H0M0.1S",
            "P0.5Y",
            "PT1,5H",
            "P1DT1H",
        ],
        [
            "",
            "should fail",
            "P",
            "PT",
            "P1DT",
            "PA1H0M0S",
            "P4W1D",
            "P1Y4W",
            "P16559.14S",
            "PT1.5H2M",
            "-PT1S",
            "PT-1S",
            "1H",
            "P1D1H",
            "P00021015T103020",
            "PT1H\n",
        ],
    ),
    (lambda value: timestamps.instant(value) is not None): (
        [
            "2026-03-02T09:30:00Z",
            "2026-03-02T09:30:00.123456789+01:00",
            "2026-03-02 09:30:00Z",
            "2026-03-02t09:30:00z",
            "20260302T093000Z",
            "2026-03-02T09:30",
            "2026-03-02T09:30:00,5Z",
            "2026-03-02T09:30:00-0500",
            "2026-03-02T09:30:00+01",
            "2016-12-31T23:59:60Z",
            "2024-02-29T00:00:00Z",
        ],
        [
            "",
            "should fail",
            "01/011/2015",
            "2026-03-02",
            "09:30:00Z",
            "2026-03-02T09:30:00-00",
            "2026-03-02T09:30:00-0000",
            "2026-03-02T09:30:00-00:00",
            "2026-02-30T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-03-02T24:00:00Z",
            "2026-03-02T09:60:00Z",
            "2026-0302T09:30:00Z",
            "2026-03-02T09:30:00+24:00",
            "0000-01-01T00:00:00Z",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:60Z",
            "2026-03-02T09:30:00Z\n",
            "٢٠٢٦-03-02T09:30:00Z",
        ],
    ),
}
CASES = [
    (is_right, value, verdict)
    for is_right, both in RIGHT_AND_WRONG.items()
    for verdict, values in zip((True, False), both, strict=True)
    for value in values
]


@pytest.mark.parametrize(("is_right", "value", "verdict"), CASES)
def test_a_value_of_this_form_is_told_from_one_that_is_not(is_right, value, verdict):
    assert is_right(value) is verdict


@given(st.text(max_size=40))
def test_no_text_breaks_a_check(value):
    for is_right in RIGHT_AND_WRONG:
        assert is_right(value) in (True, False)


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        ("2026-03-02T10:30:00.123+01:00", "2026-03-02T09:30:00.123Z"),
        ("2026-03-02T09:30:00Z", "2026-03-02T09:30:00.000Z"),
        ("2026-03-02T09:30:00.1234567Z", "2026-03-02T09:30:00.123456Z"),
        ("2026-03-02T09:30:00", "2026-03-02T09:30:00.000Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
    ],
)
def test_an_instant_is_answered_in_utc(sent, answered):
    assert timestamps.written(timestamps.read_instant(sent, "")) == answered


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)),  # noqa: DTZ001
    st.integers(-23 * 60, 23 * 60),
)
def test_an_instant_survives_being_written_and_read(moment, minutes):
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert timestamps.instant(aware.isoformat()) == aware
    assert timestamps.instant(timestamps.written(aware)) == aware.astimezone(UTC)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("PT1.501S", "PT1.509S", True),
        ("PT1.5S", "PT1,50S", True),
        ("PT1.00S", "PT1S", True),
        ("PT1.51S", "PT1.52S", False),
        ("PT60S", "PT1M", False),
    ],
)
def test_durations_are_compared_as_texts_to_the_hundredth(one, other, is_same):
    assert (durations.comparable(one) == durations.comparable(other)) is is_same


@pytest.mark.parametrize(
    ("accepted", "tags", "best"),
    [
        ("fr", ["en", "fr"], "fr"),
        ("fr", ["en", "fr-FR"], "fr-FR"),
        ("fr-CA", ["en", "fr"], "fr"),
        ("en;q=0.4, fr;q=0.8", ["en", "fr"], "fr"),
        ("de, *;q=0.5", ["en", "fr"], "en"),
        ("*, en;q=0", ["en", "fr"], "fr"),
        ("en, en-GB;q=0", ["en-GB", "en-US"], "en-US"),
        ("en;q=0", ["en", "fr"], "fr"),
        ("de-AT, en;q=0", ["en", "fr", "de"], "de"),
        ("en;q=0", ["en"], "en"),
        ("FR-fr", ["en", "fr-FR"], "fr-FR"),
        ("de", ["en", "fr"], "en"),
        ("", ["en", "fr"], "en"),
        (None, ["fr", "en"], "fr"),
        ("nonsense;;q=,", ["fr"], "fr"),
        ("fr", [], None),
    ],
)
def test_the_reader_gets_the_language_that_suits_best(accepted, tags, best):
    assert languages.chosen(tags, languages.preferences(accepted)) == best
