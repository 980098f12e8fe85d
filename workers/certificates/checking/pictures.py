"""Owns whether the picture that a PNG shows is the badge of the credential in it."""

from django.utils.translation import gettext as _

from workers.certificates.holding.baking import bake
from workers.certificates.verifying.examining import Finding

from .cases import Case


def picture_found(case: Case) -> Finding:
    """Nothing signs a picture: only the badge made anew from frozen words can prove it."""
    what = _("The picture is the badge that the campus makes")
    credential = case.credential
    if credential and not credential.erased_at and bake(credential) == case.body:
        how = _("The campus made it again from the words it keeps: it is the same, byte for byte.")
        return Finding("picture", True, what, how)
    how = _("No picture is part of a proof: this one may show another name, or anything.")
    return Finding("picture", None, what, how)
