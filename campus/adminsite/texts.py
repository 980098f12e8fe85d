"""Owns the list of the skin's own texts, so that they are gathered and translated like ours.

It ships none in French. A test compares this list with what the skin really says.
"""

from django.utils.translation import gettext_noop as _  # so that makemessages finds them

TEXTS = (
    _("Select record"),
    _("Select action"),
    _("Submit"),
    _("Select action to run"),
    _(
        "Raw passwords are not stored, so there is no way to see this user’s "
        'password, but you can change the password using <a href="{}" '
        'class="text-primary-600 dark:text-primary-500">this form</a>.'
    ),
    _("Select value"),
    _("Dataset not found. No action performed."),
    _("You can not create nested object without parent"),
    _("Run"),
    _("After you've created a user, you’ll be able to edit more user options."),
    _("Expand row"),
    _("Welcome"),
    _("Welcome back to"),
    _("Forgotten your password or username?"),
    _("Type to search"),
    _("You have been successfully logged out from the administration"),
    _("No data"),
    _("More actions"),
    _("All applications"),
    _("True"),
    _("False"),
    _("Apply Filters"),
    _("Select all rows"),
    _("Cancel"),
    _("Record picture"),
    _("This item will be deleted."),
    _("Click to cancel"),
    _("No results found"),
    _("This page yielded into no results. Create a new item or reset your filters."),
    _("Reset filters"),
    _("Image preview"),
    _("Click to download"),
    _("Go back"),
    _("Previous"),
    _("Next"),
    _("General"),
    _("Light"),
    _("Dark"),
    _("System"),
    _("Return to site"),
    _("Choose file to upload"),
    _("Toggle password visibility"),
    _("Date"),
    _("Select currency"),
)
