"""Which texts are looked at for links to other courses: none that has one is passed over."""

import pytest

from courses.linking import look, others_meant

OUT = [
    "[a](../autre/x.md)",
    "[a](/autre/x.md)",
    "[a](<../autre/x.md>)",
    "[a]\n\n[a]: /autre/x.md",
    "[a]\n\n[a]:\n../autre/x.md",
    '<a href="/autre/x.md">a</a>',
    "<a href=/autre/x.md>a</a>",
    "[a](&#46;&#46;/autre/x.md)",
    "[a](%2e%2e/autre/x.md)",
    "[a](\\/autre/x.md)",
    "[a](./../autre/x.md)",
    "![a](../autre/x.png)",
    "- [a]( ../autre/x.md )",
]
IN = ["Et/ou…", "Et puis...", "[a](suite.md)", "[a](https://example.org/a/b)", "./suite.md"]


@pytest.mark.parametrize("source", OUT)
def test_a_text_that_may_lead_out_is_looked_at(source: str) -> None:
    meant = others_meant([("x.md", source)], "ici")[0]
    really = {reference.path for reference in look(source).references}
    assert meant or not any("autre" in path and path[:1] in "./" for path in really), really


def test_the_examples_do_lead_out() -> None:
    """The control: most of them are links to the other course, however they are spelled."""
    found = [source for source in OUT if "autre" in others_meant([("x.md", source)], "ici")[0]]
    assert len(found) >= 10


@pytest.mark.parametrize("source", IN)
def test_a_text_that_stays_in_its_course_is_not_rendered_for_it(source: str) -> None:
    before = look.cache_info().misses
    assert others_meant([("x.md", f"{source} {id(source)}")], "ici")[0] == frozenset()
    assert look.cache_info().misses == before
