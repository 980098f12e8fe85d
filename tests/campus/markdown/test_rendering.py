"""What a lesson's Markdown becomes: titles, anchors, links, images, tables, findings."""

import pytest

from campus.markdown import Reference, Rendered, Target, render


def shown(source: str, **given: object) -> Rendered:
    return render(source, language="fr", path="lecon.md", **given)  # type: ignore[arg-type]


def codes(rendered: Rendered) -> list[tuple[int, str]]:
    return [(finding.line, finding.code) for finding in rendered.findings]


def known(reference: Reference) -> Target | None:
    targets = {
        "2-suite.md": Target("/lessons/2", lesson="2", anchors=frozenset({"les-donnees", "fin"})),
        "images/plan.png": Target("/api/v1/blobs/aa", width=640, height=480),
        "fichiers/modele.pdf": Target("/api/v1/blobs/bb", file="modele.pdf"),
        "film.mp4": Target("/api/v1/blobs/cc", file="film.mp4"),
    }
    return targets.get(reference.path.removeprefix("./"))


def test_the_first_heading_is_the_title_and_leaves_the_body() -> None:
    rendered = shown("# Écrire *simplement*\n\nUn texte.")
    assert rendered.title == "Écrire simplement"
    assert rendered.html == "<p>Un texte.</p>\n"


def test_a_second_title_becomes_a_heading_of_the_page() -> None:
    assert '<h2 id="c-deux">Deux</h2>' in shown("# Un\n\n# Deux\n").html


def test_a_text_without_title_has_none() -> None:
    assert shown("Un texte.").title == ""


def test_headings_get_ids_with_a_prefix_of_their_own() -> None:
    rendered = shown("## L'été\n\n## L'été\n")
    assert [one.name for one in rendered.headings] == ["l-ete", "l-ete-2"]
    assert 'id="c-l-ete"' in rendered.html
    assert 'id="c-l-ete-2"' in rendered.html


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        (
            "1- A quoi servent les algorithmes publics ?",
            "1--a-quoi-servent-les-algorithmes-publics-",
        ),
        (
            "1- A quoi servent les algorithmes publics ?",
            "_1-a-quoi-servent-les-algorithmes-publics",
        ),
        ("Description du modèle de données", "description-du-modele-de-donnees"),
        ("Modèle de langage", "modèle-de-langage"),
        ("Modèle de langage", "mod%C3%A8le-de-langage"),
        ("L’œuvre", "l-oeuvre"),
    ],
)
def test_anchors_of_other_generators_find_their_heading(heading: str, anchor: str) -> None:
    rendered = shown(f"[voir](#{anchor})\n\n## {heading}\n")
    name = rendered.headings[0].name
    assert f'href="#c-{name}"' in rendered.html
    assert codes(rendered) == []


def test_an_anchor_that_is_nowhere_is_found_with_its_line() -> None:
    rendered = shown("## Ici\n\n[voir](#la-bas)\n")
    assert codes(rendered) == [(3, "missing_anchor")]


def test_lines_count_from_the_first_line_of_the_file() -> None:
    assert codes(shown("texte\n[voir](#la-bas)\n", first_line=5)) == [(6, "missing_anchor")]


def test_a_link_to_a_lesson_carries_its_address_anchor_and_id() -> None:
    rendered = shown("[suite](2-suite.md#les-données)", resolve=known)
    assert '<a href="/lessons/2#c-les-donnees" data-lesson="2">suite</a>' in rendered.html
    assert codes(rendered) == []


def test_a_link_to_a_missing_anchor_still_leads_to_the_lesson() -> None:
    rendered = shown("[suite](2-suite.md#rien)", resolve=known)
    assert '<a href="/lessons/2" data-lesson="2">' in rendered.html
    assert codes(rendered) == [(1, "missing_anchor")]


def test_a_link_to_nothing_keeps_its_text_and_is_found() -> None:
    rendered = shown("un\n\n[la **suite**](3-rien.md) ici", resolve=known)
    assert "la <strong>suite</strong></span> ici" in rendered.html
    assert "href" not in rendered.html
    assert codes(rendered) == [(3, "unresolved_link")]


def test_the_same_dead_link_twice_is_found_on_both_lines() -> None:
    rendered = shown("[a](x.md)\n\n[b](y/x.md)\n\n[c](x.md)", resolve=known)
    assert [line for line, _ in codes(rendered)] == [1, 3, 5]


def test_a_file_is_offered_for_download_under_its_name() -> None:
    rendered = shown("[le modèle](fichiers/modele.pdf)", resolve=known)
    assert '<a href="/api/v1/blobs/bb" download="modele.pdf">' in rendered.html


def test_a_link_to_another_site_says_nothing_of_where_it_comes_from() -> None:
    assert 'rel="noopener noreferrer"' in shown("[a](https://example.org/)").html
    assert "rel=" not in shown("[a](mailto:a@example.org)").html


def test_an_image_is_lazy_and_sized() -> None:
    rendered = shown("![Un plan](./images/plan.png)", resolve=known)
    for part in ('alt="Un plan"', 'loading="lazy"', 'width="640"', 'height="480"'):
        assert part in rendered.html
    assert (codes(rendered), rendered.images) == ([], 1)


def test_an_image_without_text_is_marked_for_eyes_and_ears() -> None:
    rendered = shown("![](images/plan.png)", resolve=known)
    assert 'alt="Image non décrite"' in rendered.html
    assert "data-undescribed" in rendered.html
    assert '<span class="undescribed-note" aria-hidden="true">Image non décrite</span>' in (
        rendered.html
    )
    assert codes(rendered) == [(1, "undescribed_image")]


def test_a_description_that_repeats_the_file_is_found() -> None:
    rendered = shown("![plan.png](images/plan.png)", resolve=known)
    assert codes(rendered) == [(1, "alternative_is_file_name")]


def test_a_missing_image_leaves_its_text_in_place() -> None:
    rendered = shown("texte\n\n![Un plan](images/rien.png)", resolve=known)
    assert ">Un plan</span>" in rendered.html
    assert codes(rendered) == [(3, "missing_image")]


def test_an_image_elsewhere_becomes_a_link() -> None:
    rendered = shown("![Un plan](https://example.org/plan.png)", resolve=known)
    assert "<img" not in rendered.html
    assert ">Un plan</a>" in rendered.html
    assert codes(rendered) == [(1, "external_image")]


def test_a_video_of_ours_gets_controls() -> None:
    rendered = shown('<video src="film.mp4"></video>', resolve=known)
    assert 'src="/api/v1/blobs/cc"' in rendered.html
    assert "controls" in rendered.html


def test_tables_scroll_by_keyboard_and_are_counted_aloud() -> None:
    rendered = shown("| a | b |\n|---|--:|\n| 1 | 2 |\n\ntexte\n\n| c |\n|---|\n| 3 |\n")
    for label in ("Tableau 1", "Tableau 2"):
        frame = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}"><table>'
        assert frame in rendered.html
    assert '<th scope="col">a</th>' in rendered.html
    assert '<td class="align-right">2</td>' in rendered.html
    assert rendered.tables == 2


def test_contents_link_to_the_headings_below() -> None:
    rendered = shown("# T\n\n[[toc]]\n\n## Un\n\n### Deux\n\n## Trois\n")
    expected = (
        '<ul><li><a href="#c-un">Un</a><ul><li><a href="#c-deux">Deux</a></li></ul></li>'
        '<li><a href="#c-trois">Trois</a></li></ul>'
    )
    assert expected in rendered.html
    assert codes(rendered) == []


def test_footnotes_lead_there_and_back() -> None:
    rendered = shown("Un mot[^1].\n\n[^1]: La note.\n")
    assert 'href="#c-fn:1"' in rendered.html
    assert 'id="c-fn:1"' in rendered.html
    assert 'href="#c-fnref:1"' in rendered.html
    assert 'id="c-fnref:1"' in rendered.html


def test_a_button_becomes_a_link() -> None:
    rendered = shown('<Button link="https://example.org/a_b_c" text="Voir *tout*"/>')
    expected = (
        '<a class="button" href="https://example.org/a_b_c" rel="noopener noreferrer">'
        "Voir *tout*</a>"
    )
    assert expected in rendered.html
    assert codes(rendered) == []


def test_a_button_over_several_lines_becomes_a_link_too() -> None:
    rendered = shown('<Button\n  link="2-suite.md"\n  text="La suite"\n/>\n\nfin', resolve=known)
    assert '<a class="button" href="/lessons/2" data-lesson="2">La suite</a>' in rendered.html
    assert "<p>fin</p>" in rendered.html


def test_a_button_without_a_link_keeps_its_text() -> None:
    rendered = shown('un\n\n<Button text="La suite"/>')
    assert "La suite" in rendered.html
    assert codes(rendered) == [(3, "button_incomplete")]


def test_an_unknown_tag_is_found_and_its_text_kept() -> None:
    rendered = shown('un\n\n<Carte ville="Lyon">Lyon et alentours</Carte>')
    assert "<p>Lyon et alentours</p>" in rendered.html
    assert codes(rendered) == [(3, "unknown_tag")]
    assert '<Carte ville="Lyon">' in rendered.findings[0].detail


def test_words_in_angle_brackets_are_shown_as_written() -> None:
    rendered = shown("Écrivez <votre-nom> ici.")
    assert "Écrivez &lt;votre-nom&gt; ici." in rendered.html
    assert codes(rendered) == [(1, "tag_shown_as_text")]


def test_tags_in_code_are_left_alone() -> None:
    rendered = shown("`<Carte/>`\n\n```\n<Carte/>\n```\n\n    <Carte/>\n")
    assert rendered.html.count("&lt;Carte/&gt;") == 3
    assert codes(rendered) == []


def test_an_embedded_page_becomes_a_link() -> None:
    rendered = shown('<iframe src="https://example.org/v"></iframe>')
    assert '<a href="https://example.org/v"' in rendered.html
    assert codes(rendered) == [(1, "embedded_page")]


def test_what_html_may_not_say_is_listed() -> None:
    rendered = shown('un\n<center>deux</center>\n<b style="color:red">trois</b>')
    assert codes(rendered) == [(2, "tag_removed"), (3, "attribute_removed")]


def test_ordinary_html_lives() -> None:
    folded = "<details>\n<summary>S</summary>\n\n*d*\n\n</details>"
    source = f'a<br>b <a name="ici"></a> [c](#ici)\n\n{folded}'
    rendered = shown(source)
    assert "a<br>b" in rendered.html
    assert 'id="c-ici"' in rendered.html
    assert 'href="#c-ici"' in rendered.html
    assert "<summary>S</summary>" in rendered.html
    assert "<em>d</em>" in rendered.html
    assert codes(rendered) == []


def test_the_lead_is_the_first_paragraph_that_says_something() -> None:
    source = "# T\n\n::: tip\nnon\n:::\n\nVoici trois choses :\n\n- a\n\nLe **vrai** début.\n"
    assert shown(source).lead == "Le vrai début."


def test_words_are_those_that_are_read() -> None:
    assert shown("# Titre\n\nUn deux *trois* [quatre](https://example.org).").words == 4


def test_findings_are_said_in_the_language_asked_for() -> None:
    finding = shown("![](images/plan.png)", resolve=known).findings[0]
    assert "not described" in finding.said("en")
    assert "«\N{NO-BREAK SPACE}non décrite\N{NO-BREAK SPACE}»" in finding.said("fr")
    assert str(finding).startswith("lecon.md:1: ")


def test_rendering_twice_gives_the_same_bytes() -> None:
    source = "# T\n\n[[toc]]\n\n## A\n\n[^1] et `<b>`\n\n[^1]: n\n"
    assert shown(source) == shown(source)
