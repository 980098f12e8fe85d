"""Owns the forgetting of mail to somebody who is erased: what left is kept for nobody."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from .models import OutboxMail


def forget_mail(*, address: str, about: Iterable[str] = ()) -> int:
    """Of the mail to this address all that was sent; what was not only where it says one of these.

    Answers how many went. A mail that is being sent at this moment is waited for.
    """
    said = reduce(or_, (Q(text__contains=text) for text in about if text), Q(pk=None))
    mail = OutboxMail.objects.filter(recipients__contains=[address])
    return mail.filter(Q(sent_at__isnull=False) | said).delete()[0]
