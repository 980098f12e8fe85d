"""What the store knows of an activity grows by every statement, and loses nothing."""

from hypothesis import given
from hypothesis import strategies as st

from campus.records.xapi.activities import definitions_in, displays_in, grown
from campus.records.xapi.definitions import definition
from campus.records.xapi.statements import accepted
from campus.records.xapi.versions import Version
from tests.campus.records.xapi.samples import ACTIVITY, DEFINITION, VERB, full, plain, within


def test_the_first_definition_is_taken_as_it_is():
    assert grown(None, DEFINITION) == DEFINITION
    assert grown(DEFINITION, {}) == DEFINITION
    assert grown({}, DEFINITION) == DEFINITION


def test_languages_and_extensions_are_added():
    known = {"name": {"en": "Intro"}, "extensions": {"urn:a": 1}}
    said = {"name": {"fr": "Début"}, "extensions": {"urn:b": 2}, "type": "urn:t"}
    assert grown(known, said) == {
        "name": {"en": "Intro", "fr": "Début"},
        "extensions": {"urn:a": 1, "urn:b": 2},
        "type": "urn:t",
    }


def test_a_text_is_put_right_only_by_who_may():
    known = {"name": {"en": "Itnro"}, "moreInfo": "urn:a"}
    said = {"name": {"en": "Intro"}, "moreInfo": "urn:b"}
    assert grown(known, said) == said
    assert grown(known, said, may_correct=False) == known


def test_right_answers_never_change():
    said = {
        "interactionType": "other",
        "correctResponsesPattern": ["b"],
        "choices": [{"id": "a", "description": {"fr": "A"}}, {"id": "z"}],
    }
    made = grown(DEFINITION, said)
    assert made["interactionType"] == "choice"
    assert made["correctResponsesPattern"] == ["a[,]b"]
    assert made["choices"] == [{"id": "a", "description": {"en": "A", "fr": "A"}}, {"id": "b"}]


def test_every_activity_of_a_statement_is_learnt_from():
    context = {"contextActivities": {"parent": {"id": "urn:p", "definition": {"type": "urn:t"}}}}
    statement = accepted(within(context=context), "", Version.V2)
    assert definitions_in(statement) == {ACTIVITY: DEFINITION, "urn:p": {"type": "urn:t"}}
    assert definitions_in(accepted(plain(), "", Version.V2)) == {}


def test_one_activity_named_twice_is_learnt_from_twice():
    twin = {"id": ACTIVITY, "definition": {"name": {"de": "Einführung"}}}
    statement = accepted(full(context={"contextActivities": {"other": [twin]}}), "", Version.V2)
    assert definitions_in(statement)[ACTIVITY]["name"].keys() == {"en", "fr", "de"}


def test_verbs_are_learnt_from_too():
    assert displays_in(full()) == {VERB: {"en": "completed", "fr": "a terminé"}}
    assert displays_in(plain()) == {}
    assert displays_in(within())[VERB]["fr"] == "a terminé"


_TEXTS = st.dictionaries(st.sampled_from(["en", "fr", "de"]), st.text(max_size=3), max_size=3)
_COMPONENTS = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abc")}, optional={"description": _TEXTS}),
    max_size=3,
    unique_by=lambda each: each["id"],
)
_DEFINITIONS = st.fixed_dictionaries(
    {"interactionType": st.sampled_from(["choice", "other"])},
    optional={
        "name": _TEXTS,
        "description": _TEXTS,
        "type": st.sampled_from(["urn:a", "urn:b"]),
        "choices": _COMPONENTS,
        "correctResponsesPattern": st.lists(st.text(max_size=2), max_size=2),
        "extensions": st.dictionaries(
            st.sampled_from(["urn:a", "urn:b"]), st.none() | st.integers()
        ),
    },
)


@given(_DEFINITIONS, _DEFINITIONS, st.booleans())
def test_a_grown_definition_is_one_and_growing_it_again_changes_nothing(known, said, may_correct):
    made = grown(known, said, may_correct=may_correct)
    definition(made, "")
    assert known.keys() | said.keys() == made.keys()
    assert grown(made, said, may_correct=may_correct) == made
