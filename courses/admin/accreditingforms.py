"""Owns the forms about prior learning: an attestation, a table, and why evidence is withdrawn."""

from typing import cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.models import User
from campus.adminsite.skin import AreaWidget, FileWidget
from courses.models import Course


class Attestation(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address of the person"))
    course = forms.ModelChoiceField(
        Course.objects.none(), label=gettext_lazy("Course that counts as learnt")
    )
    shown = forms.CharField(
        label=gettext_lazy("What was shown"),
        max_length=2000,
        widget=AreaWidget(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "A certificate, a transcript, what you were shown; the person reads it."
        ),
    )
    address = forms.URLField(
        label=gettext_lazy("Where it can be seen"), required=False, max_length=500,
        assume_scheme="https",
    )  # fmt: skip

    def clean_email(self) -> str:
        email = cast("str", self.cleaned_data["email"])
        self.person = User.objects.filter(email__iexact=email, is_active=True).first()
        if self.person is None:
            raise forms.ValidationError(
                _("Nobody has this address here: ask them to create their account first.")
            )
        return email


class Table(forms.Form):
    table = forms.FileField(
        label=gettext_lazy("Table (CSV)"),
        widget=FileWidget(attrs={"accept": ".csv,text/csv"}),
        help_text=gettext_lazy(
            "The first line names the columns: email and course (its slug or key), and where there "
            "is one date, score, evidence, address. You see what each line does before it counts."
        ),
    )
    course = forms.ModelChoiceField(
        Course.objects.none(),
        label=gettext_lazy("Course that every line is about"),
        required=False,
        to_field_name="slug",
        help_text=gettext_lazy(
            "For a table that does not name it, such as the completion report of one Moodle course."
        ),
    )
    least = forms.IntegerField(
        label=gettext_lazy("Lowest score that counts, in per cent"),
        required=False,
        min_value=0,
        max_value=100,
    )


class Reason(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=2000,
        widget=AreaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("It is kept beside the evidence."),
    )
