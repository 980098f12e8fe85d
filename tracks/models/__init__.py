"""Teams and what they should do, one file per subject."""

from .following import StepState, TrackEnrolment
from .steps import RevisionStep, Step, StepKind, StepScope
from .teams import Membership, Project, ProjectTeam
from .templates import TemplateRevision, TemplateStep, TrackTemplate
from .tracks import Track, TrackRevision

__all__ = [
    "Membership",
    "Project",
    "ProjectTeam",
    "RevisionStep",
    "Step",
    "StepKind",
    "StepScope",
    "StepState",
    "TemplateRevision",
    "TemplateStep",
    "Track",
    "TrackEnrolment",
    "TrackRevision",
    "TrackTemplate",
]
