"""A lesson that asks questions, graded by the campus; its questions are compiled apart."""

from campus.errors import Fault

from .kind import Kind, Material


def lacks(material: Material) -> Fault | None:
    if material.questions:
        return None
    detail = "This quiz needs a question: add one, with its choices."
    return Fault("questions", "questions_missing", detail)


KIND = Kind("quiz", move_on="Passed", keys=frozenset({"mastery"}), lacks=lacks)
