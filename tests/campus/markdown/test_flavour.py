"""Markdown as authors of other site generators write it reads as they meant it."""

import pytest

from campus.markdown import Rendered, render


def shown(source: str, language: str = "fr") -> Rendered:
    return render(source, language=language)


def squeezed(source: str) -> str:
    return "".join(line.strip() for line in shown(source).html.splitlines())


def codes(source: str) -> list[tuple[int, str]]:
    return [(finding.line, finding.code) for finding in shown(source).findings]


TIP = '<div class="admonition tip"><p class="admonition-title">'


@pytest.mark.parametrize(
    "source",
    [
        "::: tip Titre\ntexte\n:::",
        ":::tip Titre\ntexte\n:::",
        "::: Tip Titre \ntexte\n::: ",
        ":::: tip Titre\ntexte\n::::",
        " ::: tip Titre\n texte\n :::",
        "::: tip Titre\n\ntexte\n\n:::",
        "::: {.tip} Titre\ntexte\n:::",
        ":::tip[Titre]\ntexte\n:::",
    ],
)
def test_every_spelling_of_a_block_is_read(source: str) -> None:
    assert squeezed(source) == f"{TIP}Titre</p><p>texte</p></div>"
    assert codes(source) == []


@pytest.mark.parametrize(
    ("language", "kind", "title"),
    [
        ("fr", "tip", "Conseil"),
        ("en", "tip", "Tip"),
        ("fr", "lexique", "Lexique"),
        ("en", "lexique", "Glossary"),
        ("fr", "lexique &nbsp;", "Lexique"),
        ("fr", "WARNING", "Attention"),
    ],
)
def test_a_block_without_title_gets_one_in_the_language_of_the_course(
    language: str, kind: str, title: str
) -> None:
    html = shown(f"::: {kind}\ntexte\n:::", language).html
    assert f'<p class="admonition-title">{title}</p>' in html


def test_an_unknown_kind_is_a_note_and_found() -> None:
    source = "un\n\n::: recette Gâteau\ntexte\n:::"
    assert '<div class="admonition note"><p class="admonition-title">Recette Gâteau</p>' in (
        squeezed(source)
    )
    assert codes(source) == [(3, "unknown_container")]


def test_the_body_of_a_block_is_markdown() -> None:
    source = "::: tip T\nVoici :\n- un\n- **deux**\n\n| a |\n|---|\n| b |\n\n```\n# code\n```\n:::"
    html = squeezed(source)
    assert "<ul><li>un</li><li><strong>deux</strong></li></ul>" in html
    assert "<td>b</td>" in html
    assert "<code># code</code></pre></div>" in html


def test_blocks_nest_and_close_by_their_colons() -> None:
    source = ":::: tip A\n::: warning B\nb\n:::\na\n::::\nfin"
    inner = '<div class="admonition warning"><p class="admonition-title">B</p><p>b</p></div>'
    assert squeezed(source) == f"{TIP}A</p>{inner}<p>a</p></div><p>fin</p>"


def test_a_block_in_a_list_stays_in_it() -> None:
    source = "- un\n\n  ::: tip T\n  texte\n  :::\n\n- deux"
    html = squeezed(source)
    assert html.index("<p>texte</p></div></li>") < html.index("deux")


def test_a_block_never_closed_is_shown_and_found() -> None:
    source = "un\n\n::: tip T\ntexte\n\nfin"
    assert squeezed(source) == f"<p>un</p>{TIP}T</p><p>texte</p><p>fin</p></div>"
    assert codes(source) == [(3, "unclosed_container")]


def test_a_close_without_an_open_is_found() -> None:
    assert codes("un\n\n:::\n\nfin") == [(3, "stray_container_end")]


def test_code_after_a_block_stays_outside_of_it() -> None:
    html = squeezed("::: tip T\na\n:::\n\n    code\n")
    assert html == f'{TIP}T</p><p>a</p></div><pre tabindex="0"><code>code</code></pre>'


def test_colons_in_code_are_code() -> None:
    source = "```\n::: tip\n```\n\n    ::: tip\n"
    assert "admonition" not in shown(source).html
    assert codes(source) == []


def test_a_list_may_follow_a_paragraph_at_once() -> None:
    assert squeezed("Voici :\n- un\n- deux") == "<p>Voici :</p><ul><li>un</li><li>deux</li></ul>"


def test_a_number_within_a_paragraph_starts_no_list() -> None:
    assert "<ol>" not in shown("Il est né en\n1987. Puis rien.").html


@pytest.mark.parametrize("indent", ["  ", "   ", "    ", "\t"])
def test_any_indentation_nests_a_list(indent: str) -> None:
    html = squeezed(f"- un\n{indent}- deux\n- trois")
    assert html == "<ul><li>un<ul><li>deux</li></ul></li><li>trois</li></ul>"


def test_an_item_that_begins_on_the_next_line_is_an_item() -> None:
    html = squeezed("Voici :\n\n-\n    > cité\n\n    suite\n-\n    autre\n")
    assert html.count("<li>") == 2
    assert "<blockquote><p>cité</p></blockquote>" in html
    assert "<h2" not in html


def test_lists_in_quotations_are_lists() -> None:
    html = squeezed("> Voici :\n> - un\n> - deux\n>\n> fin\n")
    assert html == (
        "<blockquote><p>Voici :</p><ul><li>un</li><li>deux</li></ul><p>fin</p></blockquote>"
    )


def test_a_table_may_follow_a_paragraph_at_once() -> None:
    assert shown("Voici :\n| a | b |\n|---|---|\n| 1 | 2 |").tables == 1


def test_a_hash_without_a_space_is_no_heading() -> None:
    rendered = shown("#motdièse et suite")
    assert rendered.headings == ()
    assert "#motdièse" in rendered.html


def test_boxes_to_tick_are_characters_with_a_name() -> None:
    todo = '<li class="task"><span role="img" aria-label="À faire :">☐</span> un</li>'
    done = '<li class="task"><span role="img" aria-label="Fait :">☑</span> deux</li>'
    assert squeezed("- [ ] un\n- [x] deux") == f"<ul>{todo}{done}</ul>"
    assert 'aria-label="Done:"' in shown("- [x] two", "en").html
    assert squeezed("- un ☐ deux") == "<ul><li>un ☐ deux</li></ul>"


def test_code_never_closed_is_shown_and_found() -> None:
    source = "un\n\n```\nx = 1\n"
    assert "x = 1" in shown(source).html
    assert codes(source) == [(3, "unclosed_fence")]


def test_a_comment_never_closed_swallows_nothing() -> None:
    assert "la fin" in shown("un\n\n<!-- oubli\n\nla fin").html


def test_a_comment_is_not_shown() -> None:
    html = shown("un\n\n<!-- - caché\n# caché -->\n\nla fin").html
    assert "caché" not in html
    assert "la fin" in html


def test_windows_line_ends_change_nothing() -> None:
    source = "# T\n\n::: tip A\n- un\n- deux\n:::\n\n    code\n"
    assert shown(source.replace("\n", "\r\n")) == shown(source)


def test_a_quotation_keeps_its_own_angle_brackets() -> None:
    html = squeezed("> a <br>\n> b > c <https://example.org/>\n")
    assert html.startswith("<blockquote><p>a <br>b &gt; c <a ")


@pytest.mark.parametrize("end", ["  ", "   ", "\\"])
def test_a_line_may_end_for_good(end: str) -> None:
    assert squeezed(f"un{end}\ndeux") == "<p>un<br>deux</p>"
    assert squeezed(f"- un{end}\n  deux") == "<ul><li>un<br>deux</li></ul>"


def test_an_escaped_backslash_ends_no_line() -> None:
    assert "<br>" not in squeezed("un\\\\\ndeux")


def test_numbers_go_on_beyond_nine() -> None:
    assert squeezed("9. a\n10. b\n11. c") == '<ol start="9"><li>a</li><li>b</li><li>c</li></ol>'


@pytest.mark.parametrize("inside", ["  > cité", "\n  suite", "\n\tsuite", "  ```\n  code\n  ```"])
def test_an_item_follows_whatever_the_one_before_holds(inside: str) -> None:
    html = squeezed(f"- un\n{inside}\n- deux")
    assert html.count("<li>") == 2
    assert "deux" in html.rpartition("<li>")[2]


def test_code_may_begin_an_item() -> None:
    html = squeezed("- ```\n  code\n  ```\n- deux")
    assert html.startswith('<ul><li><pre tabindex="0"><code>code</code></pre></li>')


def test_a_table_of_one_column_ends_where_its_bars_do() -> None:
    html = squeezed("| a |\n| - |\n| 1 |\nsuite")
    assert html.count("<td>") == 1
    assert "<p>suite</p>" in html
