"""Owns the page of my account, and what signing up asks besides address and password."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from campus.accounts import consents
from campus.accounts.models import Consent, User
from campus.errors import Invalid
from campus.rest import pacing
from campus.web.pages import Audience, page, person_of
from courses.catalogue import agreeing, resourcing
from courses.models import Resource
from workers.certificates import naming
from workers.certificates.ends import agreeing as named_in_teams

_CHANGES_A_MINUTE = 6


class SignupDetails(forms.Form):
    """What an account needs besides an address and a password."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        help_text=gettext_lazy("As it should stand on your certificates."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ("name", "email", "password1")

    def clean_name(self) -> str:
        return _spelled(self.cleaned_data["name"])

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account exists."""
        user.name = self.cleaned_data["name"]
        user.language = (get_language() or "fr")[:2]
        user.save(update_fields=["name", "language"])
        naming.confirm(person=user, name=user.name)


class AccountForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        help_text=gettext_lazy("As it should stand on your certificates."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of mail"), choices=User.Language.choices
    )

    def clean_name(self) -> str:
        return _spelled(self.cleaned_data["name"])


def _spelled(name: str) -> str:
    """As certificates show it: what cannot stand there is no name to sign up with."""
    try:
        return naming.spelled(name)
    except Invalid as fault:
        raise forms.ValidationError(fault.detail, code=fault.code) from fault


@page(Audience.SIGNED_IN, "GET", "HEAD", "POST")
def mine(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    today = {"name": person.name, "language": person.language}
    form = AccountForm(request.POST or None, initial=today)
    if request.method == "POST" and form.is_valid():
        person.name, person.language = form.cleaned_data["name"], form.cleaned_data["language"]
        _keep(person)
        messages.success(request, _("Your account is up to date."))
        return redirect("web:account")
    context = {
        "form": form,
        "shown_as": _shown_as(person),
        "is_asked_for_team_names": named_in_teams.is_asked(person),
        "agreed_to_team_names": named_in_teams.has_agreed(person),
    }
    return render(request, "web/account.html", context)


@page(Audience.SIGNED_IN, "POST")
def team_names(request: HttpRequest) -> HttpResponse:
    """Agree to be named on her teams' certificates, or take it back; from wherever it is asked."""
    pacing.bear(request, "team-names", a_minute=_CHANGES_A_MINUTE, per="user")
    if request.POST.get("agree") == "yes":
        named_in_teams.agree(person=person_of(request))
        messages.success(request, _("Your teams’ certificates show your name from now on."))
    else:
        named_in_teams.take_back(person=person_of(request))
        messages.success(request, _("Your teams’ certificates show your name no more."))
    way_back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(way_back, allowed_hosts=None):
        return redirect(way_back)
    return redirect("web:account")


@transaction.atomic
def _keep(person: User) -> None:
    """Certificates that were issued keep the name they show, until she asks there for another."""
    person.save(update_fields=["name", "language"])
    if naming.may_change(person):
        naming.confirm(person=person, name=person.name)


def _shown_as(person: User) -> list[tuple[Resource, bool, str]]:
    """What the catalogue shows of her or would like to: whether it does, and its stamp."""
    is_listed = consents.has_given(person, Consent.Kind.LISTED)
    rows = resourcing.awaiting(person)
    return [(one, is_listed and one.agreed_at is not None, agreeing.stamp(one)) for one in rows]
