"""Photographs of evidence: whether one can be shown, and a smaller one made from its pixels alone.

A file comes from anywhere: types, pixels and memory are bounded, and nothing of it but the pixels
goes on: no place, person or device of its EXIF data. See decision 0114.
"""

import struct
import warnings
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS = 60_000_000
"""Pixels of the largest photograph that is opened: 180 MB of memory."""

LONGEST_SIDE = 1280
_QUALITY = 80
_TINY = 64
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, EOFError, struct.error, Warning)
"""What Pillow raises for files that are not what they begin as."""


def is_whole(content: bytes) -> bool:
    """Return whether a photograph can be decoded to its end; small, which is several times faster.

    Interrupted copies and files that only begin like a photograph can not.
    """
    return _decoded(content, _TINY) is not None


def preview(content: bytes, longest: int = LONGEST_SIDE) -> bytes | None:
    """Return a JPEG of at most so many pixels a side, turned upright; None where it is broken."""
    picture = _decoded(content, longest)
    if picture is None:
        return None
    from PIL import Image  # only where there are photographs: it takes a while to load

    picture.thumbnail((longest, longest))
    # A new picture has no data but its pixels; what was transparent is white.
    plain = Image.new("RGB", picture.size, "white")
    has_mask = picture.has_transparency_data
    plain.paste(picture, mask=picture.convert("RGBA").getchannel("A") if has_mask else None)
    made = BytesIO()
    plain.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return made.getvalue()


def _decoded(content: bytes, longest: int) -> "Image | None":
    """Return an upright photograph, at least as large as is needed; None where it can not be."""
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            picture = Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
            if picture.width * picture.height > PIXELS:
                return None
            picture.draft("RGB", (longest, longest))
            picture.load()
            return ImageOps.exif_transpose(picture)
        except (*_BROKEN, Image.DecompressionBombError):
            return None
