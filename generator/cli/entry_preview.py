"""How the site shows an issue that is being filled in: its entry in the ledger, by the template
that ledgers are made with. See decision 0121.
"""

from pathlib import Path

from pydantic import ValidationError

from generator.checks.rule import has_path
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import replay
from generator.kinds.issue.views import issue_view
from generator.kinds.register import Register
from generator.kinds.registry import BY_NAME
from generator.load.files import raw_file
from generator.site.links import ledger_path
from generator.site.page import Templates

_STYLES = ("ledger.css", "lantian.css", "issue.css")
_THEME = Path(__file__).parents[1] / "theme" / "assets"
_ALONE = ".md-typeset .lt-internal { display: block; } .lt-crumbs { display: none; }"
"""Without the frame of the site nothing else says that it is internal."""


class EntryPreview:
    """Renders entries; the templates are compiled once."""

    def __init__(self) -> None:
        self._templates = Templates()

    def html(self, path: str, text: str, register: Register) -> str:
        """Return the body of a page with the issue in a text; "" for what is none.

        `register` holds what judges the issue, and who may act there.
        """
        folder = f"records/{BY_NAME['issue'].folder}/"
        content = raw_file(path, text.encode()).content if path.startswith(folder) else None
        try:
            issue = Issue.model_validate(content)
        except ValidationError:
            return ""
        programme = register.programmes.get(issue.programme_id)
        lifecycle = programme.lifecycle if programme else None
        is_handled = lifecycle is not None and has_path(lifecycle, issue)
        replayed = (
            replay(lifecycle, issue, register.offices(issue)) if lifecycle and is_handled else None
        )
        view = issue_view(register, issue, replayed)
        return self._templates.page(
            "entry.html", ledger_path(view.ledger), issue.id, issue=view
        ).body


def entry_style() -> str:
    """Return the style sheets of the site as one."""
    texts = ((_THEME / name).read_text(encoding="utf-8") for name in _STYLES)
    return "\n".join((*texts, _ALONE))
