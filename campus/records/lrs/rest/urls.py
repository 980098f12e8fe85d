"""The addresses of the record store, below `/xapi/`."""

from django.urls import path

from .about import About
from .activities import Activities
from .agents import Agents
from .documents import ActivityProfiles, AgentProfiles, States
from .statements import Statements

urlpatterns = [
    path("about", About.as_view(), name="xapi-about"),
    path("activities", Activities.as_view(), name="xapi-activities"),
    path("activities/profile", ActivityProfiles.as_view(), name="xapi-activity-profiles"),
    path("activities/state", States.as_view(), name="xapi-states"),
    path("agents", Agents.as_view(), name="xapi-agents"),
    path("agents/profile", AgentProfiles.as_view(), name="xapi-agent-profiles"),
    path("statements", Statements.as_view(), name="xapi-statements"),
]
