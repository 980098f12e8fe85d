"""Owns the forms in which staff say why."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Reason(forms.Form):
    reason = forms.CharField(
        label=_("Reason, which everybody may read"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Its holder reads it, and so does whoever checks the certificate."),
    )


class Answer(forms.Form):
    answer = forms.CharField(
        label=_("Answer"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("She reads it in a mail, and beside her request."),
    )


class Refusal(Answer):
    answer = forms.CharField(
        label=_("Why not"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("She reads it in a mail, and beside her request."),
    )
