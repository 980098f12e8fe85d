"""What an author is told of a question that cannot be read or answered."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.errors import Fault, Invalid

# A line, a stable code, and what to do about it.
Found = tuple[int, str, str]

WORDS = {
    "no_questions": gettext_lazy(
        "A quiz needs questions: write each as a heading “## …” with its answers below."
    ),
    "no_choices": gettext_lazy(
        "This question needs two choices or more: write them as “- [ ] …”, “- [x] …”."
    ),
    "no_right_answer": gettext_lazy("No choice of this question is right: mark it as “- [x] …”."),
    "empty_choice": gettext_lazy("This choice is empty: write its text behind the box."),
    "empty_prompt": gettext_lazy("This question says nothing: write what is asked."),
    "one_right_choice": gettext_lazy(
        "A question of this kind has exactly one right answer: mark only one, or say that several "
        "are right (“Type: several answers”)."
    ),
    "true_and_false": gettext_lazy("True or false has two choices: take the others out."),
    "no_order": gettext_lazy(
        "This question needs two things or more to put in order: write “- [1] …”, “- [2] …”."
    ),
    "bad_places": gettext_lazy(
        "The places to put in order should be 1, 2, 3 and so on, each once."
    ),
    "no_pairs": gettext_lazy(
        "This question needs two pairs or more to match: write “- [=] left => right”."
    ),
    "no_match": gettext_lazy("Nothing goes with this: write “=>” and what it goes with."),
    "two_matches": gettext_lazy("Two things go with this one: keep one “=>”."),
    "no_answer": gettext_lazy("This question needs an answer that is right: write “Answer: …”."),
    "empty_answer": gettext_lazy("This answer is empty: write it, or take its line out."),
    "not_a_number": gettext_lazy(
        "This answer is no number: write for instance “3.14” or “3.14 ± 0.01”."
    ),
    "mixed_answers": gettext_lazy(
        "This answer is of another kind than the question: use the same mark for all answers of "
        "one question, and the one that its “Type” asks for."
    ),
    "misplaced": gettext_lazy(
        "This line belongs to nothing: write the question's text above its answers, and feedback "
        "behind “> ”."
    ),
    "code_unclosed": gettext_lazy("This block of code is never closed: repeat its first marks."),
    "said_twice": gettext_lazy("This question says this twice: keep one."),
    "bad_kind": gettext_lazy(
        "“{value}” is no kind of question; known are: one answer, several answers, true or false, "
        "order, pairs, text, number."
    ),
    "bad_points": gettext_lazy("Points are a number from 0 to 1000."),
    "bad_partial": gettext_lazy("“{value}” should be yes or no."),
    "bad_level": gettext_lazy("A level is 1, 2, 3 or 4."),
    "bad_id": gettext_lazy("This is no id that the campus gave: take the line out."),
    "bad_credit": gettext_lazy("A share of the points lies between -100 % and 100 %."),
    "bad_tolerance": gettext_lazy("A tolerance is a number, 0 or more."),
    "too_many_choices": gettext_lazy("A question may have 100 answers: make it two questions."),
}


def words(code: str, **given: str) -> str:
    return str(WORDS[code]).format(**given) if given else str(WORDS[code])


def said(line: int, code: str, **given: str) -> Found:
    return line, code, words(code, **{name: value[:60] for name, value in given.items()})


def refusal(found: Sequence[Found], path: str) -> Invalid:
    """One error that names all of it, a line each; without a path, lines alone are named."""
    faults = [Fault(f"{path}:{line}" if path else str(line), code, detail)
              for line, code, detail in sorted(found, key=lambda one: one[0])]  # fmt: skip
    return Invalid(
        "\n".join(_line(fault, path) for fault in faults), code="quiz_broken", faults=faults
    )


def _line(fault: Fault, path: str) -> str:
    if path:
        return f"{fault.pointer}: {fault.detail}"
    return _("Line {line}: {detail}").format(line=fault.pointer, detail=fault.detail)
