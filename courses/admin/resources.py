"""Owns the admin of tools, experts and labs, and of wishes."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.admin.owned import OF_ORGANISATION, Owned
from campus.accounts.models import Consent, User
from campus.adminsite import pages
from campus.adminsite.guarding import ALL, READING, ForCampusStaff
from campus.adminsite.languages import ByLanguage
from campus.adminsite.skin import ModelAdmin, page_action
from courses.catalogue import agreeing, wishing
from courses.models import Course, Resource, Wish

from .collections import Public


class ResourceForm(Public):
    title = ByLanguage(label=gettext_lazy("Title"))
    summary = ByLanguage(label=gettext_lazy("Summary"), area=True, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the person"),
        required=False,
        help_text=gettext_lazy(
            "The expert, or who answers for the lab. She is shown once she agrees to it, on the "
            "page of her account; whoever changes the text asks her again."
        ),
    )

    class Meta:
        model = Resource
        fields = (
            "kind",
            "title",
            "summary",
            "address",
            "licence",
            "skills",
            "slug",
            "organisation",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.person:
            self.initial["email"] = self.instance.person.email

    def clean(self) -> dict[str, Any]:
        """The address must be that of an account; nothing else of the person is told here."""
        given = super().clean()
        email = given.get("email")
        person = User.objects.filter(email__iexact=email).first() if email else None
        if email and person is None:
            self.add_error("email", _("Nobody has an account with this address yet."))
        elif given.get("kind") != Resource.Kind.TOOL and person is None:
            self.add_error("email", _("An expert or a lab needs a person."))
        self.instance.person = person
        return given


@admin.register(Resource)
class ResourceAdmin(Owned, ModelAdmin[Resource]):
    form = ResourceForm
    deeds = ALL
    list_display = ("__str__", "kind", "is_listed", "organisation", "changed_at")
    list_filter = ("kind", OF_ORGANISATION)
    list_select_related = ("organisation", "person")
    search_fields = ("slug", "title")
    autocomplete_fields = ("skills",)
    fields = (
        "kind", "title", "summary", "address", "email", "licence", "skills", "slug",
        "organisation", "is_public",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Resource]:
        return super().get_queryset(request).prefetch_related("person__consents")

    @admin.display(description=gettext_lazy("Shown"))
    def is_listed(self, resource: Resource) -> str:
        """Public, hidden, or waiting for the person's word."""
        if resource.published_at is None:
            return _("no")
        if resource.kind == Resource.Kind.TOOL or resource.person is None:
            return _("yes")
        live = {one.kind for one in resource.person.consents.all() if one.withdrawn_at is None}
        is_agreed = resource.agreed_at is not None and Consent.Kind.LISTED in live
        return _("yes") if is_agreed else _("waits for the person to agree")

    def save_model(self, request: HttpRequest, obj: Resource, form: Any, change: bool) -> None:
        agreeing.keep(resource=obj)


class Answer(forms.Form):
    course = forms.ModelChoiceField(
        Course.objects.filter(current_release__isnull=False, archived_at=None).order_by("title"),
        label=gettext_lazy("The course that answers it"),
        required=False,
        help_text=gettext_lazy("Empty: it will not be answered."),
    )


@admin.register(Wish)
class WishAdmin(ForCampusStaff, ModelAdmin[Wish]):
    """The demand, the most wanted first; who wished is not shown."""

    deeds = READING
    list_display = ("title", "support", "language", "made_at", "answered_by", "closed_at")
    list_filter = ("language", ("closed_at", admin.EmptyFieldListFilter))
    search_fields = ("title", "why")
    fields = ("title", "why", "language", "made_at", "answered_by", "closed_at")
    actions_detail = ("answer",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Wish]:
        rows = Wish.objects.select_related("answered_by")
        rows = rows.annotate(support_count=Count("supports") + 1)
        return rows.order_by(*self.get_ordering(request))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-support_count", "-made_at", "id")

    @admin.display(description=gettext_lazy("People"), ordering="support_count")
    def support(self, wish: Any) -> int:
        return int(wish.support_count)

    @page_action(description=gettext_lazy("Close…"), icon="check", primary=True)
    def answer(self, request: HttpRequest, object_id: str) -> HttpResponse:
        wish = pages.the_object(self, request, object_id)
        form = Answer(pages.sent(request))

        def act() -> str:
            wishing.close(wish=wish, answered_by=form.cleaned_data["course"])
            messages.success(request, _("The wish is closed."))
            return reverse("admin:courses_wish_changelist")

        return pages.ask(
            self, request, wish, form=form, act=act,
            title=_("Close: {wish}").format(wish=wish.title), button=_("Close the wish"),
            introduction=[],
        )  # fmt: skip
