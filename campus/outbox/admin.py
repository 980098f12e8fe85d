"""Owns the view on outgoing mail, read by campus staff and changed by nobody."""

from django.contrib import admin

from campus.adminsite.guarding import READING, ForCampusStaff
from campus.adminsite.skin import ModelAdmin

from .models import OutboxMail


@admin.register(OutboxMail)
class OutboxMailAdmin(ForCampusStaff, ModelAdmin[OutboxMail]):
    """Neither text nor HTML: a mail may hold an address that signs somebody in."""

    deeds = READING
    list_display = ("subject", "to", "written_at", "sent_at")
    list_filter = (("sent_at", admin.EmptyFieldListFilter),)
    search_fields = ("subject",)
    fields = readonly_fields = ("sender", "to", "subject", "written_at", "sent_at")

    @admin.display(description=OutboxMail._meta.get_field("recipients").verbose_name)
    def to(self, mail: OutboxMail) -> str:
        return ", ".join(mail.recipients)
