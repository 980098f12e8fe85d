"""The addresses of progress."""

from django.urls import path

from .explaining import ProgressWhy, TeamWhy
from .followers import Followers
from .listing import ProgressList
from .moving import OwnMove
from .sheets import TeamProgressCsv, TeamProgressXlsx
from .teams import TeamProgressTable

urlpatterns = [
    path("courses/<str:course>/progress", Followers.as_view(), name="course-progress"),
    path("progress", ProgressList.as_view(), name="progress"),
    path("progress/<uuid:enrolment_id>/why", ProgressWhy.as_view(), name="progress-why"),
    path("enrolments/<uuid:enrolment_id>/move", OwnMove.as_view(), name="enrolment-move"),
    path("teams/<uuid:team_id>/progress", TeamProgressTable.as_view(), name="team-progress"),
    path("teams/<uuid:team_id>/progress.csv", TeamProgressCsv.as_view(), name="team-csv"),
    path("teams/<uuid:team_id>/progress.xlsx", TeamProgressXlsx.as_view(), name="team-xlsx"),
    path("teams/<uuid:team_id>/progress/why", TeamWhy.as_view(), name="team-why"),
]
