"""Owns the page of wishes: what is missing, and saying so."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from campus.errors import CampusError
from campus.web.pages import Audience, page, person_of
from courses.catalogue import wishing

MOST = 100


class WishForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Which course do you miss?"),
        max_length=200,
        help_text=gettext_lazy("A few words, as you would search for it."),
    )
    why = forms.CharField(
        label=gettext_lazy("What would you need it for?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Only the campus’s staff and people who are signed in read this."),
    )


@page(Audience.SIGNED_IN, "GET", "HEAD", "POST")
def all_of_them(request: HttpRequest) -> HttpResponse:
    """The form comes filled in with what was searched for in vain (`?title=`)."""
    person = person_of(request)
    searched = {"title": request.GET.get("title", "").replace("\0", "")[:200]}
    form = WishForm(request.POST or None, initial=searched)
    if request.method == "POST" and form.is_valid():
        try:
            _made, is_new = wishing.wish(
                person=person, language=(get_language() or "fr")[:2], **form.cleaned_data
            )
        except CampusError as error:
            form.add_error(None, error.detail)
        else:
            messages.success(request, _told(is_new))
            return redirect("web:wish")
    wishes = wishing.open_wishes(seen_by=person)[:MOST]
    return render(request, "web/wishes.html", {"form": form, "wishes": wishes})


@page(Audience.SIGNED_IN, "POST")
def support(request: HttpRequest, wish: UUID) -> HttpResponse:
    found, person = wishing.find_wish(wish), person_of(request)
    if request.POST.get("support") == "no":
        wishing.withdraw_support(wish=found, person=person)
    else:
        wishing.support(wish=found, person=person)
    return redirect("web:wish")


def _told(is_new: bool) -> str:
    if is_new:
        return _("Thank you: the campus’s staff see your wish, and others can support it.")
    return _("Somebody wished for the same: you support it now.")
