"""Owns the count of what a campus made of what learners did: without any, nothing was judged."""

from dataclasses import astuple, dataclass

from campus.outbox.models import OutboxMail
from courses.models import CourseCompletion
from workers.certificates.models import Credential


@dataclass(frozen=True, slots=True)
class Made:
    completions: int = 0
    credentials: int = 0
    mails: int = 0

    @classmethod
    def so_far(cls) -> "Made":
        done = CourseCompletion.objects.count(), Credential.objects.count()
        return cls(*done, OutboxMail.objects.exclude(sent_at=None).count())

    @property
    def is_something(self) -> bool:
        return all(astuple(self))

    def __sub__(self, other: "Made") -> "Made":
        return Made(*(a - b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __add__(self, other: "Made") -> "Made":
        return Made(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))
