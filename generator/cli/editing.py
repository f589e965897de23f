"""The form over a repository: it stands on the commit that is checked out, and saves to a branch.

Neither the work tree nor the index nor the branch that is checked out is touched. How requests
come is left to the server. What was typed and is not saved yet lies on disk.

See decisions 0101 and 0104.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import ndiff
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from pydantic import ValidationError

from generator.audit import merge as audit_merge
from generator.audit.beside import move_branch, tree_with
from generator.audit.git import Repository, ask, prefix, repository
from generator.audit.log import SHORT, current, removed
from generator.audit.submission import SubmitDraft, deeds, identity, push
from generator.cache.cache import WORK, cache_of
from generator.checks.change import judge_change
from generator.cli.check import report_of_change
from generator.cli.entry_preview import EntryPreview
from generator.cli.options import plain
from generator.cli.submit import (
    SubmitPlace,
    branch_name,
    link_to_propose,
    message_of,
    next_click,
    place_of,
)
from generator.core.findings import WorkError
from generator.form.carried import Carried, IssueLine, in_order, issue_line
from generator.form.entry import Draft
from generator.form.package import NO_MAIL, ChangedFile, blob_name, joined
from generator.form.session import FormSession, entry_of
from generator.kinds.issue.model import Issue
from generator.kinds.register import Register
from generator.kinds.registry import BY_NAME, is_leaf
from generator.load.files import RECORDS, SIZE_LIMIT, raw_file

_FOLDER = "drafts"
_NEW = "new"
_NAME_OF_DRAFT = re.compile(r"[A-Z0-9][A-Za-z0-9-]{0,80}")


class DraftFolder:
    """The drafts of a register, one file for each record, and one for what is new."""

    def __init__(self, root: Path) -> None:
        """`root` is that of the register."""
        self._folder = root / WORK / _FOLDER

    def read(self, place: str) -> str:
        """Return the draft about a record, "" for none; "" is the place of what is new."""
        with suppress(OSError, UnicodeDecodeError):
            return self._path(place).read_text(encoding="utf-8")
        return ""

    def write(self, place: str, text: str) -> bool:
        """Keep a draft, or forget it where there is no text; return whether the disk took it."""
        target = self._path(place)
        try:
            if not text:
                target.unlink(missing_ok=True)
                return True
            self._folder.mkdir(parents=True, exist_ok=True)
            # Whole or not at all: a killed server leaves the draft as it was before.
            with NamedTemporaryFile("wb", dir=self._folder, delete=False) as file:
                file.write(text.encode("utf-8", "replace"))
            Path(file.name).replace(target)
        except OSError:
            return False
        return True

    def _path(self, place: str) -> Path:
        """Return the file of a draft; KeyError for what can be no ID of a record."""
        if place and not _NAME_OF_DRAFT.fullmatch(place):
            raise KeyError(place)
        return self._folder / f"{place or _NEW}.json"


Request = Mapping[str, Any]
Reply = dict[str, Any]

_PLACE = "保存到这台电脑上台账仓库的一个分支，设有远程仓库的就推送；工作区的文件不动。"
_BRANCHES = 200
"""Branches not merged yet that are looked at, the newest first."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is edited: a commit, the form on it, and path → branch of what is not merged yet.

    `refs` tells whether a branch has moved since.
    """

    refs: bytes
    head: str
    session: FormSession
    files: Mapping[str, bytes]
    pending: Mapping[str, str]


class _Refusal(Exception):
    """Why nothing was saved."""

    def __init__(self, message: str, hint: str, review: str = "") -> None:
        super().__init__(message)
        self.reply = {"faulty": [], "refused": message, "hint": hint, "review": review}


class EditForm:
    """Answers the requests of a form, one at a time."""

    def __init__(self, root: Path, name: str, day: date) -> None:
        """Begin on what is checked out; WorkError where it is in no repository."""
        repo = repository(root)
        if repo is None or current(repo) is None:
            raise WorkError(
                f"“{root}”不在有提交的 Git 仓库里，不能在网页里编辑", "在台账的 Git 克隆里运行"
            )
        self._root, self._repo, self._name, self._day = root, repo, name, day
        self._inside = prefix(repo, root)
        self._drafts = DraftFolder(root)
        self._preview = EntryPreview()
        self._lines = _KnownLines()
        self._desk = self._read()

    def ask(self, request: Request) -> Reply:
        """Return the answer to a request; KeyError for one that is none."""
        if request["do"] == "draft":
            return {"kept": self._drafts.write(request["place"], request["sitting"])}
        desk = self._now()
        if request["do"] == "save":
            try:
                return self._save(desk, request)
            except _Refusal as refusal:
                return refusal.reply
            except WorkError as error:
                return _Refusal(error.message, error.hint).reply
        reply = desk.session.ask(request)
        if request["do"] == "start":
            name, mail = identity(self._repo, "AUTHOR") or ("", "")
            draft = self._drafts.read(request["place"])
            reply |= {"clerk": name, "mail": mail, "draft": draft}
        if request["do"] == "check":
            path, text = reply["path"], reply["text"]
            before = desk.files.get(path)
            reply |= {"began": _blob(before), "shown": _shown(before, text)}
            if reply["ok"]:
                register = desk.session.register_of(path)
                reply["preview"] = self._preview.html(path, text, register)
        return reply

    def _now(self) -> _Desk:
        """Return the desk, read anew where a branch has moved."""
        if self._refs() != self._desk.refs:
            self._desk = self._read()
        return self._desk

    def _refs(self) -> bytes:
        listed = ask(self._repo, "for-each-ref", "--format=%(objectname) %(refname)")
        return listed + (current(self._repo) or "").encode()

    def _read(self) -> _Desk:
        refs, head = self._refs(), current(self._repo)
        assert head
        files = _files_at(self._repo, head, self._inside)
        pending = dict(_unmerged(self._repo, head, self._inside))
        gone = removed(self._repo, head, cache_of(self._root))
        others = {one.removeprefix(self._inside) for one in (*pending, *gone)}
        lines: list[IssueLine] = []
        carried = Carried(files, frozenset(files) | others, self._name, self._day, lines)
        lines += in_order(self._lines.of(carried))  # which reads the rules once
        return _Desk(refs, head, FormSession(carried, _PLACE), files, pending)

    def _save(self, desk: _Desk, request: Request) -> Reply:
        """Commit the entries on a branch of their own, and push it; _Refusal, WorkError."""
        drafts = desk.session.drafts([entry_of(one) for one in request["entries"]])
        self._refuse_second_writer(desk, request["entries"], drafts)
        faulty = [at for at, one in enumerate(drafts) if not one.is_fine]
        if faulty or not drafts:
            return {"faulty": faulty}
        signed = self._signature(request)
        files = joined([ChangedFile(one.path, one.text, one.before) for one in drafts])
        place = place_of(self._root, None)
        made = self._tree(desk, files)
        trial = made.commit("lantian", signed)
        found = judge_change(self._root, place.base, trial)
        review = plain(report_of_change("text", found, found.review))
        if found.errors:
            raise _Refusal("照合并以后的样子检查有错误，没有保存", "改好下面的错误再保存", review)
        changed = deeds(self._repo, desk.head, trial, self._inside + RECORDS)
        own = judge_change(self._root, desk.head, trial)
        commit = made.commit(message_of(own.review, changed, None), signed)
        name = branch_name(changed, commit)
        move_branch(self._repo, name, commit, None)
        saved = {"faulty": [], "branch": name, "commit": commit[:SHORT], "review": review}
        return saved | _published(place, name)

    def _refuse_second_writer(
        self, desk: _Desk, entries: Sequence[Request], drafts: Sequence[Draft]
    ) -> None:
        """Raise _Refusal where somebody else changed a record since its editing began."""
        for entry, draft in zip(entries, drafts, strict=True):
            branch = desk.pending.get(self._inside + draft.path)
            if branch:
                raise _Refusal(
                    f"{draft.record_id} 已经在分支 {branch} 上改过，还没有合并，没有保存",
                    f"先合并分支 {branch}，再打开这个问题填写；不要那个分支的，先把它删去",
                )
            began = entry.get("began", "")
            if began and began != _blob(desk.files.get(draft.path)):
                raise _Refusal(
                    f"{draft.record_id} 在填写以后被别人改过，没有保存",
                    "在清单里点“修改”，按现在的记录核对一遍，重新检查并加入清单",
                )

    def _signature(self, request: Request) -> Mapping[str, str]:
        """Return the variables that name who typed it; also as committer where Git knows none."""
        name, mail = str(request["name"]).strip(), str(request.get("mail", "")).strip() or NO_MAIL
        if not _NAMED.fullmatch(name):
            raise _Refusal("填报人没有填，或者有尖括号、换行，没有保存", "写姓名或者单位名称")
        if not _MAIL.fullmatch(mail):
            raise _Refusal(f"电子邮箱“{mail}”不对，没有保存", "写成 name@example.cn，或者不写")
        roles = ["AUTHOR"]
        if identity(self._repo, "COMMITTER") is None:
            roles.append("COMMITTER")
        pairs = {"NAME": name, "EMAIL": mail}
        return {f"GIT_{role}_{part}": text for role in roles for part, text in pairs.items()}

    def _tree(self, desk: _Desk, files: Sequence[ChangedFile]) -> SubmitDraft:
        texts = {self._inside + one.path: one.text.encode() for one in files}
        tree = tree_with(self._repo, desk.head, texts)
        return SubmitDraft(self._repo, desk.head, tree, sorted(texts))


_NAMED = re.compile(r"[^<>\x00-\x1f\x7f]*[^\W_][^<>\x00-\x1f\x7f]*")
_MAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+")


def _published(place: SubmitPlace, name: str) -> Reply:
    """Push a branch; return what to do next, and the link for it ("" where there is none)."""
    if place.remote is None:
        said = f"没有设置远程仓库，没有推送。在本机合并：git merge --no-ff {name}"
        return {"pushed": False, "next": said, "link": ""}
    pushed = push(place.repo, place.remote, name, asks=False)
    if pushed.reason:
        mend = f"{pushed.mend}，再运行 git push {place.remote.name} {name}"
        said = f"{pushed.reason}，没有推送；已经保存在本机的分支 {name} 上，没有丢。{mend}"
        return {"pushed": False, "next": plain(said), "link": ""}
    link = link_to_propose(place, name, pushed) or ""
    said = "打开下面的网址，提出合并请求，等待审核。" if link else next_click(place, name, pushed)
    return {"pushed": True, "next": plain(said), "link": link}


def _files_at(repo: Repository, commit: str, inside: str) -> dict[str, bytes]:
    """Return the records of a commit, by path from the root."""
    entries = audit_merge.listed(repo, commit, [f"{inside}{RECORDS}"])
    texts = audit_merge.contents(repo, (one.blob for one in entries.values()), SIZE_LIMIT)
    found = {path: texts.get(one.blob) for path, one in entries.items()}
    return {
        path.removeprefix(inside): text
        for path, text in found.items()
        if isinstance(text, bytes) and path.endswith(".yml")
    }


def _unmerged(repo: Repository, head: str, inside: str) -> Iterator[tuple[str, str]]:
    """Yield path and branch of each record that a branch adds or changes, and `head` has not."""
    words = ("--sort=committerdate", f"--no-merged={head}", "--format=%(refname)")
    names = ask(repo, "for-each-ref", *words, "refs/heads", "refs/remotes").decode().split()
    for name in names[-_BRANCHES:]:
        shown = ("-r", "-z", "--no-renames", "--name-only", "--merge-base", head, name)
        # Branches without a commit in common with what is checked out have no change to tell.
        answer = ask(repo, "diff-tree", *shown, "--", inside + RECORDS, fine=(0, 128))
        for path in answer.decode("utf-8", "replace").split("\0")[:-1]:
            yield path, name.removeprefix("refs/heads/").removeprefix("refs/remotes/")


class _KnownLines:
    """The issues as lists show them; one is replayed again when it or what judges it changed."""

    def __init__(self) -> None:
        self._judges: Mapping[str, bytes] = {}
        self._known: dict[str, tuple[bytes, IssueLine | None]] = {}

    def of(self, carried: Carried) -> Iterator[IssueLine]:
        """Yield the lines of all issues; the check tells of those that have errors."""
        judges = {path: text for path, text in carried.files.items() if _judges_lines(path)}
        if judges != self._judges:
            self._judges, self._known = judges, {}
        known, self._known = self._known, {}
        for path, text in carried.files.items():
            if not path.startswith(_ISSUES):
                continue
            before = known.get(path)
            same = before is not None and before[0] == text
            line = before[1] if before and same else _line_of(path, text, carried.register)
            self._known[path] = text, line
            if line:
                yield line


_ISSUES = f"{RECORDS}/{BY_NAME['issue'].folder}/"
_OFFICES = f"{RECORDS}/{BY_NAME['liaison'].folder}/"


def _judges_lines(path: str) -> bool:
    """Return whether the line of an issue may depend on the record at a path."""
    return not is_leaf(path) or path.startswith(_OFFICES)


def _line_of(path: str, text: bytes, register: Register) -> IssueLine | None:
    content = raw_file(path, text).content
    with suppress(ValidationError):
        return issue_line(Issue.model_validate(content), register)
    return None


def _blob(text: bytes | None) -> str:
    return blob_name(text.decode("utf-8", "replace")) if text is not None else ""


def _shown(before: bytes | None, after: str) -> str:
    """Return the lines of a record, what goes marked with - and what comes with +."""
    if before is None or not after:
        return after
    old = before.decode("utf-8", "replace").splitlines()
    return "\n".join(one for one in ndiff(old, after.splitlines()) if one[0] != "?")
