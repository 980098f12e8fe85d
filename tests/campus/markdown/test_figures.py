"""Pictures, films, sounds and folded text: what they show, and what is found of those unheard."""

import pytest

from campus.markdown import Reference, Rendered, Target, render

FILES = {"plan.png", "film.mp4", "muet.webm", "son.mp3", "film.fr.vtt", "film.en.vtt"}


def known(reference: Reference) -> Target | None:
    return Target(f"/b/{reference.path}") if reference.path in FILES else None


def shown(source: str, **given: object) -> Rendered:
    return render(source, language="fr", **{"resolve": known, **given})  # type: ignore[arg-type]


def codes(source: str) -> list[tuple[int, str]]:
    return [(finding.line, finding.code) for finding in shown(source).findings]


def test_the_title_of_an_image_alone_is_its_caption() -> None:
    html = shown('![Un plan](plan.png "Le plan de 1900")').html
    assert html.startswith('<figure><img alt="Un plan"')
    assert "<figcaption>Le plan de 1900</figcaption></figure>" in html


def test_an_image_without_title_or_within_a_sentence_is_no_figure() -> None:
    assert "<figure" not in shown("![Un plan](plan.png)").html
    assert "<figure" not in shown('Voici ![un plan](plan.png "x") ici').html


def test_the_credit_of_a_file_stands_in_the_caption() -> None:
    html = shown("![a](x.png)", resolve=lambda _: Target("/b/x", credit="Photo : A. B.")).html
    assert "<figcaption>Photo : A. B.</figcaption>" in html


def test_an_image_described_where_it_is_kept_needs_no_words_here() -> None:
    rendered = shown("![](x.png)", resolve=lambda _: Target("/b/x", alt="Un chat"))
    assert 'alt="Un chat"' in rendered.html
    assert rendered.findings == ()


def test_a_decorative_image_is_silent_and_another_is_marked() -> None:
    for source, resolve in [
        ("![](plan.png){: .decorative }", known),
        ("![](x.png)", lambda _: Target("/b/x", is_decorative=True)),
    ]:
        rendered = shown(source, resolve=resolve)
        assert 'alt=""' in rendered.html
        assert rendered.findings == ()
    assert codes("![](plan.png)") == [(1, "undescribed_image")]


def test_a_film_has_a_caption_controls_and_the_captions_beside_it() -> None:
    html = shown("![Le film](film.mp4)").html
    assert html.startswith('<figure><video controls="" preload="metadata" src="/b/film.mp4"')
    assert (
        '<track kind="captions" src="/b/film.fr.vtt" srclang="fr" label="Sous-titres (Français)" '
        'default=""><track kind="captions" src="/b/film.en.vtt" srclang="en"'
    ) in html
    assert "</video><figcaption>Le film</figcaption></figure>" in html
    assert codes("![Le film](film.mp4)") == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("un\n\n![Le film](muet.webm)", "uncaptioned_video"),
        ("un\n\n![Le son](son.mp3)", "untranscribed_audio"),
    ],
)
def test_a_recording_that_cannot_be_read_is_found_until_it_can(source: str, code: str) -> None:
    assert codes(source) == [(3, code)]
    assert codes(f"{source}\n\n::: details Transcription\nBonjour.\n:::") == []
    assert codes(f"{source}\n\nSuite.\n\n::: details Plus tard\nBonjour.\n:::") == [(3, code)]


def test_a_recording_that_is_not_there_or_elsewhere_is_found() -> None:
    assert codes("![a](rien.mp4)") == [(1, "missing_media")]
    assert codes("![a](https://example.org/x.mp4)") == [(1, "external_media")]
    assert "<video" not in shown("![a](https://example.org/x.mp4)").html


def test_details_fold() -> None:
    html = shown("::: details Le *titre*\n**corps**\n\n::: tip\nx\n:::\n\nfin\n:::\n").html
    assert html.startswith("<details>\n<summary>Le <em>titre</em></summary>")
    assert '<div class="admonition tip">' in html
    assert html.endswith("<p>fin</p>\n</details>\n")


def test_the_outer_block_closes_where_its_author_said() -> None:
    html = shown(":::: tip A\n::: details B\nb\n:::\na\n::::").html
    assert html.count("</details>") == html.count("<details>") == 1
    assert html.endswith("<p>a</p>\n</div>\n")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("# T\n\n## A\n\n### B\n\n## C", []),
        ("# T\n\n### A", [(3, "heading_skips_level")]),
        ("## A\n\n#### *B* `c`\n\n##### C\n\n## D\n", [(3, "heading_skips_level")]),
        ("## A\n\n```\n#### B\n```\n\n#### B\n", [(7, "heading_skips_level")]),
    ],
)
def test_a_heading_that_skips_a_level_is_found(source: str, found: list[tuple[int, str]]) -> None:
    assert codes(source) == found


def test_a_link_that_says_nothing_shows_its_address_and_is_found() -> None:
    assert ">https://example.org</a>" in shown("[](https://example.org)").html
    assert codes("un [](https://example.org)") == [(1, "empty_link")]
    assert codes("[![Un plan](plan.png)](https://example.org)") == []


def test_heads_of_rows_are_named_and_an_empty_corner_is_no_head() -> None:
    html = shown("|   | a |\n|---|---|\n| b | c |").html
    assert '<td></td>\n<th scope="col">a</th>' in html
    row = "<table><tbody><tr><th>a</th><td>b</td></tr></tbody></table>"
    assert '<th scope="row">a</th>' in shown(row).html
