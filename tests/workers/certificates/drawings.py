"""Owns the pictures that tests of certificates use: a logo, and a signature as drawn by hand."""

import io
import math

from PIL import Image, ImageDraw


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def a_signature(width: int = 480, height: int = 144, paper: str | None = None) -> bytes:
    """In dark blue ink; on nothing, or on paper as a scanner sees it."""
    image = Image.new("RGBA", (width, height), paper or (0, 0, 0, 0))
    stroke = [
        (width * t / 110, height / 2 * (1 + math.sin(t / 3) * math.exp(-t / 70)))
        for t in range(100)
    ]
    ImageDraw.Draw(image).line(stroke, fill=(20, 30, 60, 255), width=5, joint="curve")
    return png(image)


def a_logo(width: int = 640, height: int = 240) -> bytes:
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((0, 0, height - 1, height - 1), fill=(150, 30, 60, 255))
    draw.rectangle((height * 1.2, height * 0.4, width - 1, height * 0.6), fill=(60, 60, 60, 255))
    return png(image)
