"""The whole way: load → check → derive → render → frame → write."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.check.judge import Judgement, judge
from generator.frame import framed
from generator.load.files import read_files
from generator.render.site import data_files, pages
from generator.write import one_at_a_time, publish, reasons_in_chinese, refuse_foreign_folder


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
        made = list(pages(judgement.register, today))
        frame = framed(root, (page.path.rpartition("/")[0] for page in made))
        files = {page.path: frame.filled(page.path, page.title, page.body) for page in made}
        publish(out, frame.folder, {**files, **data_files(judgement.register, today)})
    return Built(judgement, home, len(made))
