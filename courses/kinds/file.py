"""A lesson that is a file to download, with a text about it."""

from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy

from .kind import Kind, Material, button, needs_file


def element(material: Material) -> str:
    name = PurePosixPath(material.file).name
    size = size_in_words(material)
    words = material.say(fr=f"Télécharger {name} ({size})", en=f"Download {name} ({size})")
    return button(material.file_href, words, download=name)


def size_in_words(material: Material) -> str:
    kilobytes = max(1, round(material.file_size / 1000))
    if kilobytes < 1000:
        return material.say(fr=f"{kilobytes}\N{NO-BREAK SPACE}ko", en=f"{kilobytes} kB")
    megabytes = f"{material.file_size / 1_000_000:.1f}"
    return material.say(
        fr=f"{megabytes.replace('.', ',')}\N{NO-BREAK SPACE}Mo", en=f"{megabytes} MB"
    )


KIND = Kind(
    "file",
    gettext_lazy("file"),
    icon="file",
    fields=("file",),
    keys=frozenset({"file"}),
    element=element,
    lacks=needs_file,
)
