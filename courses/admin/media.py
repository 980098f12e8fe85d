"""Owns the admin of a course's files: put there, described, taken out."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from campus.accounts.admin.owned import Owned, OwnOnly
from campus.accounts.models import User
from campus.adminsite.guarding import ALL
from campus.adminsite.making import Made
from campus.adminsite.skin import ModelAdmin
from courses.drafting import attaching, uploading
from courses.files import mediatypes
from courses.models import Blob, Media
from courses.rest.blobs import SANDBOX, answered

from . import thumbnails
from .mediaforms import Description, DescriptionInList, MediaFile
from .withdrawing import Withdrawing


class Described(admin.SimpleListFilter):
    title = _("alternative text")
    parameter_name = "described"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("no", _("missing"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Media]) -> QuerySet[Media]:
        if self.value() != "no":
            return queryset
        images = Q(blob__media_type__in=[*mediatypes.RASTER, mediatypes.SVG])
        return queryset.filter(images, alt="", is_decorative=False)


@admin.register(Media)
class MediaAdmin(Withdrawing, Made, Owned, ModelAdmin[Media]):
    """A file is added again to be replaced; its bytes are never edited."""

    owner = "course__organisation"
    deeds = ALL
    list_display = ("shown", "named", "alt", "is_decorative", "credit", "licence")
    list_display_links = ("named",)
    list_editable = ("alt", "is_decorative", "credit", "licence")
    list_filter = (Described, ("course", OwnOnly))
    list_select_related = ("course__organisation", "blob")
    search_fields = ("path", "alt", "credit")
    form = Description
    fieldsets = (
        (None, {"fields": ("picture", "alt", "is_decorative", "credit", "licence")}),
        (None, {"fields": ("of_course", "path", "media_type", "size", "digest")}),
    )
    readonly_fields = ("picture", "of_course", "path", "media_type", "size", "digest")
    add_fieldsets = ((None, {"fields": ("course", "upload", "where")}),)
    change_form_outer_after_template = "courses/admin/uploads.html"

    @property
    def media(self) -> forms.Media:
        own = forms.Media(
            css={"all": ("courses/admin/media.css",)}, js=("courses/admin/uploads.js",)
        )
        return super().media + own

    @admin.display(description=_("File"))
    def shown(self, media: Media) -> SafeString:
        return thumbnails.shown(media)

    @admin.display(description=_("File"))
    def picture(self, media: Media) -> SafeString:
        return thumbnails.shown(media, is_alone=True)

    @admin.display(description=_("Path"), ordering="path")
    def named(self, media: Media) -> SafeString:
        course = format_html('<span class="media-course">{}</span>', media.course.title)
        return format_html("{}{}", media.path, course)

    @admin.display(description=_("Course"), ordering="course__title")
    def of_course(self, media: Media) -> str:
        return media.course.title

    @admin.display(description=_("type"))
    def media_type(self, media: Media) -> str:
        return media.blob.media_type

    @admin.display(description=_("size"), ordering="blob__size")
    def size(self, media: Media) -> str:
        return _("{kilobytes} KB").format(kilobytes=-(-media.blob.size // 1024))

    @admin.display(description=_("digest"))
    def digest(self, media: Media) -> str:
        return media.blob_id

    def get_queryset(self, request: HttpRequest) -> QuerySet[Media]:
        return super().get_queryset(request).prefetch_related("blob__variants")

    def get_fieldsets(self, request: HttpRequest, obj: Media | None = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Media | None = None) -> Any:
        return self.readonly_fields if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Media | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = MediaFile
        return super().get_form(request, obj, change, **kwargs)

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, form=DescriptionInList, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Whoever comes from the files of one course adds to that course."""
        came_from = QueryDict(request.GET.get("_changelist_filters", ""))
        course = came_from.get("course__id__exact", "")
        return {"course": course, **super().get_changeform_initial_data(request)}

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Beside the form: files in parts, and those of this person that broke off."""
        broken = uploading.unfinished_of(cast("User", request.user))
        listed = [(one, 100 * uploading.offset(one) // one.size) for one in broken]
        return super().add_view(request, form_url, {"unfinished": listed, **(extra_context or {})})

    def make(self, request: HttpRequest, given: dict[str, Any]) -> Media:
        return attaching.attach(course=given["course"], path=given["path"], body=given["body"])

    def save_model(self, request: HttpRequest, obj: Media, form: Any, change: bool) -> None:
        if change:
            attaching.describe(
                media=obj,
                alt=obj.alt,
                is_decorative=obj.is_decorative,
                credit=obj.credit,
                licence=obj.licence,
            )

    def delete_model(self, request: HttpRequest, obj: Media) -> None:
        attaching.detach(media=obj)

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.bytes_of)
        address = "of/<uuid:course_id>/<str:digest>"
        return [path(address, view, name="courses_media_bytes"), *super().get_urls()]

    def bytes_of(self, request: HttpRequest, course_id: Any, digest: str) -> HttpResponseBase:
        """A file of a draft, for the preview; the public address knows published files only."""
        mine = self.get_queryset(request).filter(course_id=course_id)
        asked = Q(blob_id=digest) | Q(blob__variants__variant_id=digest)
        if not mine.filter(asked).exists():
            raise Http404
        blob = Blob.objects.get(digest=digest)
        if blob.withdrawn_at:
            raise Http404
        response = answered(request, blob)
        if not mediatypes.is_image(blob.media_type) and blob.media_type not in mediatypes.PLAYED:
            response.headers["Content-Type"] = mediatypes.UNKNOWN
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Content-Security-Policy"] = SANDBOX
        return response
