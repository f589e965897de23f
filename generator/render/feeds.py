"""Atom feeds: what was recorded of the problems of each city. IDs are urns, links are relative."""

import re
from collections.abc import Mapping
from uuid import UUID, uuid5
from xml.etree import ElementTree

from generator.derive.audit import Audit, Happening
from generator.model.city import City
from generator.render.book import Book
from generator.render.changes import change_view
from generator.render.links import Links, city_path, feed_path

ENTRIES = 50
_ATOM = "http://www.w3.org/2005/Atom"
_OURS = UUID("6d4fb5f0-6c1e-5d0e-9a57-3f0c1e8a2b11")
"""Names of this product among all uuids; never to be changed, or readers see all entries anew."""

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_files(book: Book) -> Mapping[str, str]:
    """Path → feed, one for each city; none where there is no audit trail."""
    if book.audit is None:
        return {}
    newest = book.audit.newest_of(_city_of, ENTRIES)
    return {
        feed_path(city.id): _feed(book, book.audit, city, newest.get(city.id, []))
        for city in book.cities
    }


def _city_of(path: str) -> str:
    """The code in the path of a problem; "" for other records."""
    parts = path.split("/")
    return parts[3] if parts[1:2] == ["issues"] and len(parts) > 3 else ""


def _feed(book: Book, audit: Audit, city: City, happenings: list[Happening]) -> str:
    link = Links(feed_path(city.id))
    latest = happenings[0].commit if happenings else None
    feed = ElementTree.Element("feed", xmlns=_ATOM)
    _add(feed, "id", uuid5(_OURS, city.id).urn)
    _add(feed, "title", f"{city.name}问题台账的改动")
    _add(feed, "updated", (latest or audit.head).committed)
    _add(feed, "link", rel="alternate", href=link.to(city_path(city.id)))
    _add(_add(feed, "author"), "name", "蓝天台账")
    for one in happenings:
        _add_entry(book, feed, link, one)
    ElementTree.indent(feed, space="")
    return ElementTree.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


def _add_entry(book: Book, feed: ElementTree.Element, link: Links, happening: Happening) -> None:
    view = change_view(book, happening)
    said = [deed.words + "".join(f"（{flag}）" for flag in deed.flags) for deed in view.deeds]
    entry = _add(feed, "entry")
    _add(entry, "id", uuid5(_OURS, f"{happening.path} {view.full}").urn)
    _add(entry, "title", f"{view.title or view.record}：{said[0]}")
    _add(entry, "updated", happening.commit.committed if happening.commit else "")
    _add(_add(entry, "author"), "name", view.who)
    if view.href:
        _add(entry, "link", rel="alternate", href=link.to(view.href))
    _add(entry, "content", f"{view.record}：{'；'.join(said)}。提交 {view.commit}", type="text")


def _add(
    parent: ElementTree.Element, name: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = _NOT_XML.sub("\ufffd", text) or None
    return child
