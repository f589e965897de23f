"""The page of an exposure case (曝光): what was found, where it stands, how long it is shown."""

from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from generator.derive.problems.exposed import ExposedLine
from generator.kinds.issue.downloads import qr_svg
from generator.kinds.issue.model import Issue
from generator.kinds.issue.views import IssueView
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.public.policy import Exposure
from generator.site.links import exposure_path
from generator.site.page import Page, Templates, record_path


@dataclass(frozen=True, slots=True)
class ReportTo:
    """Where errors are reported: an address that already names the case ("" where none is set)."""

    href: str
    text: str


def case_page(
    templates: Templates,
    view: IssueView,
    exposure: Exposure,
    programme: Programme | None,
    address: str,
) -> Page:
    """The page of one case; `address` is where it stands on the web, "" where that is not known."""
    path = exposure_path(view.id)
    basis = templates.newest([record_path(Issue, view.id)])
    version = f"提交 {basis.short}" if basis else "未提交的版本"
    return templates.page(
        "exposure.html",
        path,
        f"{view.name}（{view.place}，{view.id}）",
        issue=view,
        exposure=exposure,
        until=exposure.until.isoformat() if exposure.until else "",
        issuer=programme.issuer if programme else "",
        report=_report(view.id, version, programme),
        version=version,
        code=_code(view.id, version, address),
        address=address,
    )


def _code(issue_id: str, version: str, address: str) -> Markup:
    return qr_svg(address or f"{issue_id} {version}")


def _report(issue_id: str, version: str, programme: Programme | None) -> ReportTo:
    rules = programme.publication if programme else None
    to = (rules.report_to if rules else None) or ""
    if "@" in to and "/" not in to:
        return ReportTo(f"mailto:{to}?subject={quote(f'纠错 {issue_id}（{version}）')}", to)
    return ReportTo(to if to.startswith("http") else "", to)


def stone_page(templates: Templates, register: Register, exposed: ExposedLine) -> Page:
    """What stands in the place of a case that is shown no more: no name, and why."""
    line = exposed.line
    city = register.cities.get(line.city)
    return templates.page(
        "stone.html",
        exposure_path(line.id),
        f"{line.id}（{exposed.state}）",
        line=line,
        city=city.name if city else line.city,
        exposed=exposed,
    )
