"""Owns the addresses of the site; `campus.urls` puts `pages` under /fr/ and /en/."""

from django.urls import path

from campus.web import showing

app_name = "web"

pages = [
    path("components", showing.components, name="components"),
]
