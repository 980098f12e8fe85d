"""The addresses of the catalogue, courses, lessons and blobs."""

from django.urls import path

from . import catalogue, manifests, reading

urlpatterns = [
    path("courses", catalogue.Catalogue.as_view(), name="courses"),
    path("courses/suggestions", catalogue.Suggesting.as_view(), name="suggestions"),
    path("courses/<str:course>", reading.OneCourse.as_view(), name="course"),
    path(
        "courses/<str:course>/releases/<int:number>", reading.OneRelease.as_view(), name="release"
    ),
    path(
        "courses/<str:course>/releases/<int:number>/manifest",
        manifests.OneManifest.as_view(),
        name="manifest",
    ),
    path("lessons/<uuid:lesson_id>", reading.OneLesson.as_view(), name="lesson"),
    path("blobs/<str:digest>", reading.OneBlob.as_view(), name="blob"),
]
