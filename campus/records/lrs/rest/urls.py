"""The addresses of the record store, below `/xapi/`."""

from django.urls import path

from .about import About
from .agents import Agents

urlpatterns = [
    path("about", About.as_view(), name="xapi-about"),
    path("agents", Agents.as_view(), name="xapi-agents"),
]
