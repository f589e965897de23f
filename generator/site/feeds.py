"""Atom feeds: what was recorded of the issues of each city, and the exposure cases.

IDs are urns. Links are relative where the site has no address (`site_url`), absolute where it has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5
from xml.etree import ElementTree

from generator.audit.audit import Happening
from generator.audit.log import Commit
from generator.core.serials import id_order
from generator.exchange.text_files import clean
from generator.kinds.city.model import City
from generator.kinds.issue.history import latest_of
from generator.kinds.issue.summaries import ExposedLine
from generator.site.index import SiteIndex
from generator.site.links import (
    EXPOSURES,
    EXPOSURES_FEED,
    Links,
    city_path,
    feed_path,
    issue_path,
)
from generator.site.overview.changes import change_view
from generator.site.page import PageJob, Templates, path_of

ENTRIES = 50
EXPOSURE_ENTRIES = 100
_ATOM = "http://www.w3.org/2005/Atom"
_OURS = UUID("6d4fb5f0-6c1e-5d0e-9a57-3f0c1e8a2b11")
"""The UUID namespace of this product; never change it, or readers see all entries anew."""

_MIDNIGHT = "T00:00:00+08:00"
"""The time of a day where Atom wants a moment: its beginning in China."""

_FIRST_DAY = "0001-01-01"
_DAY_LENGTH = len(_FIRST_DAY)


@dataclass(frozen=True, slots=True)
class ExposureEntry:
    """One exposure case for its feed: `path` is its page, `exposed_on` may stop at the month.

    `updated` is the moment (RFC 3339) or the day of the last change that readers should see; since
    Atom wants a moment, a month alone counts as its first day there. Where the case is `withdrawn`,
    or its term has ended, neither `title` nor `summary` is shown, and `reason` says why. `until` is
    the last day of its term: readers keep what they have read, so the entry says it.
    """

    id: str
    title: str
    path: str
    exposed_on: str
    updated: str
    summary: str
    city: str
    category: str
    until: str = ""
    withdrawn: bool = False
    reason: str = ""


def feeds(site: SiteIndex) -> Iterator[PageJob]:
    """The feed of the exposure cases, and one of the changes of each city.

    The latter where there is an audit trail, and not for the public: they tell what was before.
    """
    yield PageJob(EXPOSURES_FEED, _of_exposures)
    if site.has_city_feeds:
        for city in site.cities:
            yield PageJob(feed_path(city.id), _of_city, (city,))


def _of_exposures(site: SiteIndex, _: Templates) -> str:
    """Return the time of a feed without entries: that of the commit."""
    cases = [_entry(site, one) for one in site.exposed]
    return exposures_feed(cases, "" if cases else _made(site), site.address)


def _made(site: SiteIndex) -> str:
    return site.audit.head.moment if site.audit else site.today.isoformat()


def _of_city(site: SiteIndex, _: Templates, city: City) -> str:
    return _feed(site, city, latest_of(site, city.id, ENTRIES))


def _entry(site: SiteIndex, exposed: ExposedLine) -> ExposureEntry:
    line = exposed.line
    city = site.register.cities.get(line.city)
    return ExposureEntry(
        id=line.id,
        title=line.site,
        path=issue_path(line),
        exposed_on=line.exposed_on,
        updated=exposed.changed_on,
        summary=line.found,
        city=city.name if city else line.city,
        category=line.category,
        until=line.until,
        withdrawn=not exposed.shown,
        reason=exposed.reason,
    )


def _feed(site: SiteIndex, city: City, happenings: list[Happening]) -> str:
    link = Links(feed_path(city.id), site.address)
    latest = happenings[0].commit if happenings else _of_record(site, city)
    feed = _begun(
        city.id,
        f"{city.name}问题台账的改动",
        latest.moment if latest else _made(site),
        link,
        city_path(city.id),
    )
    for one in happenings:
        _add_entry(site, feed, link, one)
    return _text(feed)


def _of_record(site: SiteIndex, city: City) -> Commit | None:
    """Return the feed of a city without issues: its time is that of its record."""
    own = site.audit.of_record(path_of(city)) if site.audit else []
    return own[-1].commit if own else None


def _begun(name: str, title: str, updated: str, link: Links, page: str) -> ElementTree.Element:
    """Return a feed without entries; `page` is the one that shows the same."""
    feed = ElementTree.Element("feed", xmlns=_ATOM)
    _add(feed, "id", uuid5(_OURS, name).urn)
    _add(feed, "title", title)
    _add(feed, "updated", updated)
    if link.address:
        _add(feed, "link", rel="self", type="application/atom+xml", href=link.to(link.page))
    _add(feed, "link", rel="alternate", href=link.to(page))
    _add(_add(feed, "author"), "name", "蓝天台账")
    return feed


def _text(feed: ElementTree.Element) -> str:
    ElementTree.indent(feed, space="")
    return ElementTree.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


def exposures_feed(cases: Sequence[ExposureEntry], made: str, address: str = "") -> str:
    """The feed at `EXPOSURES_FEED`: the cases that changed last.

    `made` is the moment or day of the commit: a feed without entries is as new as that.
    `address` is where the site stands on the web.
    """
    newest = sorted(cases, key=lambda case: id_order(case.id))
    newest.sort(key=lambda case: _since(case.updated), reverse=True)
    link = Links(EXPOSURES_FEED, address)
    updated = _moment(newest[0].updated if newest else made)
    feed = _begun("exposures", "曝光案例", updated, link, EXPOSURES)
    for case in newest[:EXPOSURE_ENTRIES]:
        _add_case(feed, link, case)
    return _text(feed)


def _add_case(feed: ElementTree.Element, link: Links, case: ExposureEntry) -> None:
    entry = _add(feed, "entry")
    gone = f"曝光已撤下：{case.id}"
    _add(entry, "id", uuid5(_OURS, f"exposure {case.id}").urn)
    _add(entry, "title", gone if case.withdrawn else case.title or case.id)
    _add(entry, "updated", _moment(case.updated))
    if len(case.exposed_on) == _DAY_LENGTH:
        _add(entry, "published", _moment(case.exposed_on))
    _add(entry, "link", rel="alternate", href=link.to(case.path))
    shown = f"{case.summary}（公开到 {case.until} 为止）" if case.until else case.summary
    said = (case.reason or "已经撤下，或者公开期限已满") if case.withdrawn else shown
    about = "，".join(filter(None, (case.id, case.city, case.category)))
    _add(entry, "content", f"{about}。{said}", type="text")


def _moment(text: str) -> str:
    day = text + _FIRST_DAY[len(text) :] if len(text) < _DAY_LENGTH else text
    return day + _MIDNIGHT if len(day) == _DAY_LENGTH else day


def _since(text: str) -> datetime:
    return datetime.fromisoformat(_moment(text))


def _add_entry(
    site: SiteIndex, feed: ElementTree.Element, link: Links, happening: Happening
) -> None:
    view = change_view(site, happening)
    said = [deed.words + "".join(f"（{flag}）" for flag in deed.flags) for deed in view.deeds]
    entry = _add(feed, "entry")
    _add(entry, "id", uuid5(_OURS, f"{happening.path} {view.full}").urn)
    _add(entry, "title", f"{view.title or view.record}：{said[0]}")
    _add(entry, "updated", happening.commit.moment if happening.commit else "")
    _add(_add(entry, "author"), "name", view.who)
    if view.href:
        _add(entry, "link", rel="alternate", href=link.to(view.href))
    _add(entry, "content", f"{view.record}：{'；'.join(said)}。提交 {view.commit}", type="text")


def _add(
    parent: ElementTree.Element, name: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = clean(text) or None
    return child
