"""A lesson that is watched: a file of ours, or an address where it is shown."""

import html
from urllib.parse import urlsplit

from campus.errors import Fault

from . import file
from .kind import Kind, Material, button, needs_address, needs_file


def element(material: Material) -> str:
    """The player and, for whoever cannot play it, the file; a video elsewhere is a link."""
    if not material.file:
        site = urlsplit(material.address).hostname or material.address
        words = material.say(fr=f"Voir la vidéo sur {site}", en=f"Watch the video on {site}")
        return button(material.address, words)
    source = html.escape(material.file_href)
    player = f'<p><video controls="" preload="metadata" src="{source}"></video></p>'
    return player + file.element(material)


def lacks(material: Material) -> Fault | None:
    return needs_file(material) if material.file else needs_address(material)


KIND = Kind("video", keys=frozenset({"file", "address"}), element=element, lacks=lacks)
