"""What can be learnt, one file per subject."""

from .accrediting import Accreditation, EquivalentActivity
from .attempts import Attempt, AttemptAnswer, AttemptMember
from .catalogue import Course, OldSlug, Work
from .content import Caption, Lesson, Module
from .learning import CourseCompletion, Enrolment
from .listing import CatalogueRevision, Listing, Word
from .media import Media, Upload
from .questions import Choice, Draw, Question, QuestionBank, Quiz
from .relations import Collection, CollectionItem, Relation
from .releases import (
    Blob,
    BlobVariant,
    CourseRelease,
    FormerBlob,
    ReleaseBlob,
    ReleaseLesson,
    Source,
)
from .resources import Resource, Wish, WishSupport
from .reviewing import Comment, Editing
from .skills import CourseSkill, Skill, SkillLevel

__all__ = [
    "Accreditation",
    "Attempt",
    "AttemptAnswer",
    "AttemptMember",
    "Blob",
    "BlobVariant",
    "Caption",
    "CatalogueRevision",
    "Choice",
    "Collection",
    "CollectionItem",
    "Comment",
    "Course",
    "CourseCompletion",
    "CourseRelease",
    "CourseSkill",
    "Draw",
    "Editing",
    "Enrolment",
    "EquivalentActivity",
    "FormerBlob",
    "Lesson",
    "Listing",
    "Media",
    "Module",
    "OldSlug",
    "Question",
    "QuestionBank",
    "Quiz",
    "Relation",
    "ReleaseBlob",
    "ReleaseLesson",
    "Resource",
    "Skill",
    "SkillLevel",
    "Source",
    "Upload",
    "Wish",
    "WishSupport",
    "Word",
    "Work",
]
