"""Owns the form classes of the admin, which say their model to the type checker as well."""

from typing import TYPE_CHECKING, TypeVar

from django import forms
from django.db.models import Model
from django.forms.models import BaseInlineFormSet

M = TypeVar("M", bound=Model)
P = TypeVar("P", bound=Model)
F = TypeVar("F", bound=forms.Form)

if TYPE_CHECKING:

    class ModelForm(forms.ModelForm[M]):
        pass

    class InlineFormSet(BaseInlineFormSet[M, P, forms.ModelForm[M]]):
        pass

    class FormSet(forms.BaseFormSet[F]):
        pass

else:

    class ModelForm(forms.ModelForm):
        def __class_getitem__(cls, model):
            return cls

    class InlineFormSet(BaseInlineFormSet):
        def __class_getitem__(cls, models):
            return cls

    class FormSet(forms.BaseFormSet):
        def __class_getitem__(cls, form):
            return cls
