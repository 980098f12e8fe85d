"""Owns the page of my account, and what signing up asks besides address and password."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.models import User
from campus.web.pages import Audience, page, person_of


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


class AccountForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("name", "language")
        labels = {"name": gettext_lazy("Your name"), "language": gettext_lazy("Language of mail")}
        help_texts = {"name": gettext_lazy("As it should stand on your certificates.")}
        widgets: dict[str, Any] = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


@page(Audience.SIGNED_IN, "GET", "HEAD", "POST")
def mine(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, instance=person_of(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your account is up to date."))
        return redirect("web:account")
    return render(request, "web/account.html", {"form": form})
