"""Owns the page of my account, and what signing up asks besides address and password."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from campus.accounts import consents
from campus.accounts.models import Consent, User
from campus.web.pages import Audience, page, person_of
from courses.catalogue import agreeing, resourcing
from courses.models import Resource


class SignupDetails(forms.Form):
    """What an account needs besides an address and a password."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        help_text=gettext_lazy("As it should stand on your certificates."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account exists."""
        user.name = self.cleaned_data["name"]
        user.language = (get_language() or "fr")[:2]
        user.save(update_fields=["name", "language"])


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


@page(Audience.SIGNED_IN, "GET", "HEAD", "POST")
def mine(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    today = {"name": person.name, "language": person.language}
    form = AccountForm(request.POST or None, initial=today)
    if request.method == "POST" and form.is_valid():
        person.name, person.language = form.cleaned_data["name"], form.cleaned_data["language"]
        person.save(update_fields=["name", "language"])
        messages.success(request, _("Your account is up to date."))
        return redirect("web:account")
    context = {
        "form": form,
        "shown_as": _shown_as(person),
    }
    return render(request, "web/account.html", context)


def _shown_as(person: User) -> list[tuple[Resource, bool, str]]:
    """What the catalogue shows of her or would like to: whether it does, and its stamp."""
    is_listed = consents.has_given(person, Consent.Kind.LISTED)
    rows = resourcing.awaiting(person)
    return [(one, is_listed and one.agreed_at is not None, agreeing.stamp(one)) for one in rows]
