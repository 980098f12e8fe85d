"""A lesson that asks questions, graded by the campus; its questions are compiled apart."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.errors import Fault

from .kind import Kind, Material


def lacks(material: Material) -> Fault | None:
    if material.questions:
        return None
    detail = _("This quiz needs a question: add one, with its choices.")
    return Fault("questions", "questions_missing", detail)


KIND = Kind(
    "quiz",
    gettext_lazy("quiz"),
    icon="quiz",
    move_on="Passed",
    keys=frozenset({"mastery"}),
    lacks=lacks,
)
