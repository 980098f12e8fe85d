"""Owns the admin of a course's files: putting one there, replacing it, taking it out."""

import io
from typing import Any

from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _

from campus.accounts.admin.owned import Owned, OwnOnly
from campus.adminsite.guarding import ALL
from campus.adminsite.making import Made
from campus.adminsite.skin import ModelAdmin
from courses import attaching, blobs, mediatypes
from courses.models import Media

from .mediaforms import MediaFile


@admin.register(Media)
class MediaAdmin(Made, Owned, ModelAdmin[Media]):
    """A file is added again to be replaced; its bytes are never edited."""

    owner = "course__organisation"
    deeds = ALL
    list_display = ("path", "of_course", "media_type", "size")
    list_filter = (("course", OwnOnly),)
    list_select_related = ("course__organisation", "blob")
    search_fields = ("path",)
    fields = ("of_course", "path", "media_type", "size")
    readonly_fields = ("of_course", "path", "media_type", "size")
    add_fieldsets = ((None, {"fields": ("course", "upload", "where")}),)

    @admin.display(description=_("Course"), ordering="course__title")
    def of_course(self, media: Media) -> str:
        return media.course.title

    @admin.display(description=_("type"))
    def media_type(self, media: Media) -> str:
        return media.blob.media_type

    @admin.display(description=_("size"), ordering="blob__size")
    def size(self, media: Media) -> str:
        return _("{kilobytes} KB").format(kilobytes=-(-media.blob.size // 1024))

    def get_readonly_fields(self, request: HttpRequest, obj: Media | None = None) -> Any:
        return self.readonly_fields if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Media | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = MediaFile
        return super().get_form(request, obj, change, **kwargs)

    def make(self, request: HttpRequest, given: dict[str, Any]) -> Media:
        return attaching.attach(course=given["course"], path=given["path"], body=given["body"])

    def delete_model(self, request: HttpRequest, obj: Media) -> None:
        attaching.detach(media=obj)

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.bytes_of)
        address = "of/<uuid:course_id>/<str:digest>"
        return [path(address, view, name="courses_media_bytes"), *super().get_urls()]

    def bytes_of(self, request: HttpRequest, course_id: Any, digest: str) -> FileResponse:
        """A file of a draft, for the preview; the public address knows published files only."""
        mine = self.get_queryset(request).filter(course_id=course_id).select_related("blob")
        media = mine.filter(blob_id=digest).first()
        if media is None:
            raise Http404
        kind = media.blob.media_type
        is_shown = kind in mediatypes.SHOWN
        return FileResponse(
            io.BytesIO(blobs.read(media.blob)),
            content_type=kind if is_shown else mediatypes.UNKNOWN,
        )
