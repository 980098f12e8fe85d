"""Owns the addresses of the site; `campus.urls` puts `pages` under /fr/ and /en/ as `web:`."""

from django.urls import path

from campus.web import (
    account,
    catalogue,
    course,
    credentials,
    feeds,
    home,
    lesson,
    mail,
    moving,
    previews,
    quiz,
    releases,
    resources,
    robots,
    shelves,
    showing,
    teams,
    tracks,
    verify,
    wishes,
)

_LESSON = "courses/<slug:slug>/lessons/<uuid:lesson>"

pages = [
    path("", home.home, name="home"),
    path("courses", catalogue.catalogue, name="catalogue"),
    path("feed", feeds.publications, name="feed"),
    path("courses/<slug:slug>", course.one, name="course"),
    path("courses/<slug:slug>/releases/<int:number>", releases.one, name="release"),
    path("courses/<slug:slug>/join", course.join, name="join"),
    path("courses/<slug:slug>/leave", course.leave, name="leave"),
    path("courses/<slug:slug>/move", moving.one, name="move"),
    path(_LESSON, lesson.one, name="lesson"),
    path(f"{_LESSON}/done", lesson.done, name="done"),
    path(f"{_LESSON}/answers", quiz.answer, name="answer"),
    path(f"{_LESSON}/attempts", quiz.begin, name="begin"),
    path(f"{_LESSON}/attempts/<uuid:record>", quiz.attempt, name="attempt"),
    path(f"{_LESSON}/attempts/<uuid:record>/save", quiz.save, name="save"),
    path(f"{_LESSON}/attempts/<uuid:record>/submit", quiz.submit, name="submit"),
    path("collections", shelves.all_of_them, name="collections"),
    path("collections/<slug:slug>", shelves.one, name="collection"),
    path("resources", resources.all_of_them, name="resources"),
    path("resources/<slug:slug>", resources.one, name="resource"),
    path("wishes", wishes.all_of_them, name="wish"),
    path("wishes/<uuid:wish>/support", wishes.support, name="wish-support"),
    path("account/listed", resources.agree, name="listed"),
    path("previews/<str:token>", previews.one, name="preview"),
    path("previews/<str:token>/comments", previews.comment, name="preview-comment"),
    path("previews/<str:token>/lessons/<uuid:lesson>", previews.lesson, name="preview-lesson"),
    path("learning", course.mine, name="learning"),
    path("tracks", tracks.mine, name="tracks"),
    path("tracks/<slug:slug>", tracks.one, name="track"),
    path("teams/<uuid:team>", teams.one, name="team"),
    path("teams/<uuid:team>/attendance", teams.attendance, name="attendance"),
    path("teams/<uuid:team>/outcome", teams.outcome, name="outcome"),
    path("certificates", credentials.mine, name="credentials"),
    path("account", account.mine, name="account"),
    path("accessibility", showing.accessibility, name="accessibility"),
    path("components", showing.components, name="components"),
]

# The same in every language: lessons link to each other here, and the root asks the browser.
neutral = [
    path("", home.by_language, name="root"),
    path("lessons/<uuid:lesson>", lesson.by_id, name="lesson-by-id"),
    path("previews/<str:token>/files/<str:digest>", previews.file, name="preview-file"),
    path("verify/<slug:credential_id>", verify.one, name="verify"),
    path("sitemap.xml", robots.all_pages, name="sitemap"),
    path("sitemap-<slug:section>.xml", robots.some_pages, name="sitemap-section"),
    path("robots.txt", robots.robots, name="robots"),
    path("dev/mail", mail.sent, name="mail"),
]
