"""What can be learnt, one file per subject."""

from .catalogue import Course, CourseSkill, OldSlug, Skill, Work
from .content import Choice, Lesson, Media, Module, Question
from .learning import CourseCompletion, Enrolment
from .listing import Listing
from .releases import Blob, CourseRelease, ReleaseBlob, ReleaseLesson

__all__ = [
    "Blob",
    "Choice",
    "Course",
    "CourseCompletion",
    "CourseRelease",
    "CourseSkill",
    "Enrolment",
    "Lesson",
    "Listing",
    "Media",
    "Module",
    "OldSlug",
    "Question",
    "ReleaseBlob",
    "ReleaseLesson",
    "Skill",
    "Work",
]
