"""The addresses of progress."""

from django.urls import path

from .explaining import ProgressWhy
from .listing import ProgressList
from .teams import TeamProgressTable

urlpatterns = [
    path("progress", ProgressList.as_view(), name="progress"),
    path("progress/<uuid:enrolment_id>/why", ProgressWhy.as_view(), name="progress-why"),
    path("teams/<uuid:team_id>/progress", TeamProgressTable.as_view(), name="team-progress"),
]
