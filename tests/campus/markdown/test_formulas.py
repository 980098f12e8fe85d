"""Formulas become MathML on the server; prices, paths and code stay what they are."""

import pytest

from campus.markdown import Rendered, render


def shown(source: str) -> Rendered:
    return render(source, language="fr")


def codes(source: str) -> list[tuple[int, str]]:
    return [(finding.line, finding.code) for finding in shown(source).findings]


def test_a_formula_stands_in_its_line() -> None:
    html = shown("Soit $x_1 * y_2 < z$ un nombre.").html
    assert html.startswith('<p>Soit <math display="inline"><mrow><msub><mi>x</mi><mn>1</mn></msub>')
    assert "<mo>&lt;</mo>" in html
    assert html.endswith("</math> un nombre.</p>\n")


@pytest.mark.parametrize(
    "source",
    ["$$x^2$$", "$$\nx^2\n$$", "$$x\n^2$$", "- a\n\n  $$\n  x^2\n  $$", "> $$\n> x^2\n> $$",
     "::: tip\n$$x^2$$\n:::", "a\n$$\nx^2\n$$\nb"],
)  # fmt: skip
def test_a_block_of_its_own_scrolls_by_keyboard_and_is_counted(source: str) -> None:
    html = shown(source).html
    frame = '<div class="formula" role="region" tabindex="0" aria-label="Formule 1">'
    assert (
        f'{frame}<math display="block"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>'
        in (html)
    )


@pytest.mark.parametrize(
    "prices",
    [
        "5 $", "« 10 $ et 20 $ »", "$10 and $20", "5$/10$", "US$10/US$20", "CA$5, CA$6",
        "1 000$, 2 000$", "$5 bill and 10$", "de $5 à 10$", "$HOME/$PATH", "$HOME:$PATH", "$$",
        "$ $", "a $x", r"\$x\$", "`$x$`", "[a](https://example.org/?a=$b$)",
        "https://example.org/$a$", "    $x$",
    ],

)  # fmt: skip
def test_prices_paths_addresses_and_code_are_no_formulas(prices: str) -> None:
    rendered = shown(prices)
    assert "<math" not in rendered.html
    assert "$" in rendered.html
    assert rendered.findings == ()


@pytest.mark.parametrize("dots", [r"\foo", r"\frac{a", r"x^", "a & b", r"\begin{foo}x\end{foo}"])
def test_a_formula_that_cannot_be_read_is_shown_as_code_and_found(dots: str) -> None:
    assert "<code>" in shown(f"un\n\ndeux ${dots}$").html
    assert codes(f"un\n\ndeux ${dots}$") == [(3, "unreadable_formula")]
    assert '<pre tabindex="0"><code>' in shown(f"un\n\n$$\n{dots}\n$$").html


@pytest.mark.parametrize(
    "refused",
    [r"\newcommand{\a}{b}", r"\def\a{b}", r"\color{red}x", r"\rule{1em}{1em}", r"\hspace{9em}"],
)
def test_what_grows_paints_or_moves_is_refused(refused: str) -> None:
    assert codes(f"${refused}$") == [(1, "unreadable_formula")]


@pytest.mark.parametrize(
    ("latex", "part"),
    [
        (r"\mathbb{R}", "<mi>ℝ</mi>"),
        (r"\mathbf{x}", "<mi>𝐱</mi>"),
        (r"\mathcal{L}", "<mi>ℒ</mi>"),
        (r"\mathrm{d}x", '<mi mathvariant="normal">d</mi><mi>x</mi>'),
        (r"\alpha", "<mi>α</mi>"),
        (r"\text{si } x", "<mtext>si&nbsp;</mtext>"),
        (r"\text{<b>}", "<mtext>&lt;b&gt;</mtext>"),
        (r"\begin{aligned} a &= b \end{aligned}", '<mtd columnalign="right"><mi>a</mi></mtd>'),
        (r"\begin{align} a &= b \end{align}", "<mo>=</mo><mi>b</mi></mtd></mtr></mtable>"),
    ],
)  # fmt: skip
def test_what_authors_write_reads_as_they_meant_it(latex: str, part: str) -> None:
    assert part in shown(f"$${latex}$$").html
    assert codes(f"$${latex}$$") == []


def test_a_formula_stands_in_a_title_a_cell_and_a_footnote() -> None:
    source = "# Le $x$\n\n## Un $y$\n\n| $a$ |\n|---|\n| $b$ |\n\nx[^1]\n\n[^1]: $z$\n"
    rendered = shown(source)
    assert (rendered.title, rendered.headings[0].text) == ("Le x", "Un y")
    assert rendered.html.count("<math") == 4


def test_mathml_of_an_author_is_not_kept() -> None:
    rendered = shown("<math><mi>x</mi></math>")
    assert "<math" not in rendered.html
    assert "tag_removed" in [code for _, code in codes("<math><mi>x</mi></math>")]
