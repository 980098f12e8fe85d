"""The addresses of the catalogue, courses, lessons and blobs."""

from django.urls import path

from . import beside, blobs, catalogue, manifests, reading, uploads, wishes

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
    path("skills", beside.Skills.as_view(), name="skills"),
    path("collections", beside.Collections.as_view(), name="collections"),
    path("collections/<slug:slug>", beside.OneCollection.as_view(), name="collection"),
    path("resources", beside.Resources.as_view(), name="resources"),
    path("resources/<slug:slug>", beside.OneResource.as_view(), name="resource"),
    path("wishes", wishes.Wishes.as_view(), name="wishes"),
    path("wishes/<uuid:wish_id>/support", wishes.WishSupport.as_view(), name="wish-support"),
    path("lessons/<uuid:lesson_id>", reading.OneLesson.as_view(), name="lesson"),
    path("uploads", uploads.Uploads.as_view(), name="uploads"),
    path("uploads/<uuid:upload_id>", uploads.OneUpload.as_view(), name="upload"),
    path("blobs/withdrawn", blobs.WithdrawnBlobs.as_view(), name="withdrawn-blobs"),
    path("blobs/<str:digest>", blobs.OneBlob.as_view(), name="blob"),
]
