"""Photographs of evidence: made smaller from their pixels alone, broken and huge ones refused."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from generator.load.pictures import LONGEST_SIDE, PIXELS, is_whole, preview

PLACE, DEVICE, TURNED = 0x8825, 0x10F, 0x0112
SECRET = b"Secret phone of somebody"


def photograph(size: tuple[int, int] = (300, 200), form: str = "JPEG", **saved: Any) -> bytes:
    """A red photograph whose upper half is blue, as a file."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (0, 0, size[0], size[1] // 2))
    made = BytesIO()
    picture.save(made, form, **saved)
    return made.getvalue()


def exif(**entries: object) -> Image.Exif:
    made = Image.Exif()
    made[DEVICE] = SECRET.decode()
    made[PLACE] = {1: "N", 2: (34.0, 15.0, 30.0)}
    made.update({int(tag): value for tag, value in entries.items()})
    return made


def opened(content: bytes | None) -> Image.Image:
    assert content is not None
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_preview_holds_pixels_and_nothing_else_of_the_file(form: str) -> None:
    whole = photograph(form=form, exif=exif())
    assert SECRET in whole
    made = preview(whole)
    shown = opened(made)
    assert (shown.format, shown.size) == ("JPEG", (300, 200))
    assert SECRET not in (made or b"")
    assert not shown.getexif()
    assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive"}


def test_comment_of_a_jpeg_is_left_out() -> None:
    whole = photograph(comment=SECRET)
    assert SECRET in whole
    assert SECRET not in (preview(whole) or b"")


def test_preview_stands_as_the_photographer_held_the_camera() -> None:
    shown = opened(preview(photograph(exif=exif(**{str(TURNED): 6}))))
    assert shown.size == (200, 300)
    red, _, blue = shown.convert("RGB").getpixel((190, 150))  # type: ignore[misc]
    assert blue > red  # what was above is on the right


def test_large_photographs_are_made_smaller_and_small_ones_stay() -> None:
    assert opened(preview(photograph((4000, 1000)))).size == (LONGEST_SIDE, LONGEST_SIDE // 4)
    assert opened(preview(photograph((30, 20)))).size == (30, 20)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_sort_of_pixels_can_be_shown(mode: str) -> None:
    made = BytesIO()
    Image.new(mode, (20, 10)).save(made, "PNG")
    assert opened(preview(made.getvalue())).size == (20, 10)


def too_many_pixels() -> bytes:
    made = BytesIO()
    Image.new("1", (10_000, PIXELS // 10_000 + 1)).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        photograph()[:-60],
        photograph()[:40],
        photograph(form="PNG")[:-30],
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        b"GIF89a" + bytes(40),
        b"",
        too_many_pixels(),
    ],
    ids=["half", "head", "half a PNG", "noughts", "another type", "nothing", "a bomb"],
)
def test_what_is_no_whole_photograph_is_not_shown(content: bytes) -> None:
    assert (is_whole(content), preview(content)) == (False, None)
    assert is_whole(photograph())
