"""Sites that are built once in a run of the tests: to be read, or copied and built further."""

import json
import shutil
from datetime import date
from pathlib import Path

from generator.cache.cache import cache_of
from generator.site.build import build_site
from tests.making_git import History
from tests.registers import SAMPLE, lend_frame, ready
from tests.shared import filled_once


def built_once(run: Path, register: Path, today: date, *, is_public: bool = False) -> Path:
    """The site of a copy of a register, in the folder that the workers of a run share."""
    edition = "public" if is_public else "site"

    def fill(root: Path) -> None:
        made = build_site(ready(register, root), root / edition, today, is_public=is_public)
        assert made.pages, made.verdict.findings

    return filled_once(run, f"{register.name}-{edition}-{today}", fill) / edition


def built_before(run: Path, root: Path, today: date) -> Path:
    """Makes `root` a copy of the sample with its site, as a build there would have left it."""

    def fill(folder: Path) -> None:
        assert build_site(ready(SAMPLE, folder), folder / "site", today).pages

    return _taken_over(filled_once(run, f"built-{today}", fill), root)


def built_in_git(run: Path, root: Path, today: date) -> History:
    """The same with a history: one commit, by 张三."""

    def fill(folder: Path) -> None:
        history = History(folder)
        lend_frame(SAMPLE, folder)
        shutil.copytree(SAMPLE / "records", folder / "records", dirs_exist_ok=True)
        history.commit({}, who="张三", day="2019-08-20")
        assert build_site(folder, folder / "site", today).pages

    return History(_taken_over(filled_once(run, f"built-in-git-{today}", fill), root))


def _taken_over(built: Path, root: Path) -> Path:
    """Copies a register with its site. The cache says where its site lies, and must name the copy:
    no build takes over what was made for another folder."""
    shutil.copytree(built, root, symlinks=True, dirs_exist_ok=True)
    cache = cache_of(root)
    code, _, files = json.loads(cache.get("full", "files") or b"")
    here = str((root / "site").resolve())
    cache.put("full", "files", json.dumps([code, here, files], ensure_ascii=False).encode())
    return root
