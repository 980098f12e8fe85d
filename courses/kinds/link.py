"""A lesson that lies on another site: a text, and the way there."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy

from .kind import Kind, Material, button, needs_address


def element(material: Material) -> str:
    site = urlsplit(material.address).hostname or material.address
    words = material.say(fr=f"Ouvrir sur {site}", en=f"Open on {site}")
    return button(material.address, words)


KIND = Kind(
    "link",
    gettext_lazy("link"),
    icon="link",
    fields=("address",),
    keys=frozenset({"address"}),
    element=element,
    lacks=needs_address,
)
