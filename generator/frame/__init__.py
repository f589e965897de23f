"""The frame round the pages: a renderer makes one for each folder, bodies are filled in here.

The only room that knows MkDocs, Material and Zensical. They are run as programs and never imported.
"""

from generator.frame.shells import BODY_END, BODY_START, Frame, bare_frame
from generator.frame.sitemap import sitemap_text
from generator.site.layouts import framed, framing
from generator.site.renderers import DEFAULT, RENDERERS

__all__ = [
    "BODY_END",
    "BODY_START",
    "DEFAULT",
    "RENDERERS",
    "Frame",
    "bare_frame",
    "framed",
    "framing",
    "sitemap_text",
]
