"""The whole way: load → check → history → derive → render → frame → write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.check.judge import Judgement, judge
from generator.derive.audit import Audit
from generator.frame import Frame, framed
from generator.load.files import read_files
from generator.manifest import NAME, digest, manifest_of, manifest_text
from generator.render.site import commit_lines, data_files, pages
from generator.trail import read_audit
from generator.write import (
    carried,
    one_at_a_time,
    publish,
    reasons_in_chinese,
    refuse_foreign_folder,
)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to; with errors in the records nothing is written and `pages` is 0."""

    judgement: Judgement
    home: Path
    pages: int


def read_register(root: Path) -> Judgement:
    """The register below `root` with everything that is wrong in it."""
    return judge(read_files(root))


def build_site(root: Path, out: Path, today: date) -> Built:
    """Checks the records below `root` and makes their site in `out`; WorkError where it can not.

    Records with errors leave the old site as it is. `today` decides what is overdue.
    """
    judgement = read_register(root)
    home = out / "index.html"
    if judgement.errors:
        return Built(judgement, home, 0)
    with reasons_in_chinese(), one_at_a_time(root):
        refuse_foreign_folder(out)
        audit = read_audit(root)
        given = (judgement.register, today, audit)
        made = list(pages(*given))
        frame = framed(root, (page.path.rpartition("/")[0] for page in made))
        files = {page.path: frame.filled(page.path, page.title, page.body) for page in made}
        files |= frame.hand_written(commit_lines(*given)) | dict(data_files(*given))
        files[NAME] = _manifest(audit, today, frame, files)
        publish(out, frame.folder, files)
    return Built(judgement, home, len(made))


def _manifest(audit: Audit | None, today: date, frame: Frame, files: Mapping[str, str]) -> str:
    """What the site says of itself, with a digest of every file in it."""
    digests = {path: digest(text.encode()) for path, text in files.items()}
    for path in carried(frame.folder):
        if path not in digests:
            digests[path] = digest((frame.folder / path).read_bytes())
    return manifest_text(manifest_of(audit, today, digests))
