"""The conversation of a form: one request in, one answer out, both of plain values.

It knows nothing of who asks. The page that opens from disk calls it in its own Python, the editing
server over HTTP; a sitting is the list of entries that the request brings along.
"""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from generator import __version__ as VERSION
from generator.core.forges import edit_link, new_file_link
from generator.form.carried import Carried, unpacked
from generator.form.correction import CorrectedFact
from generator.form.entry import Desk, Draft, Entry, EntryKind
from generator.form.new_issue import NewIssue
from generator.form.new_record import RECORD_ENTRIES
from generator.form.next_step import NextStep
from generator.form.package import ChangedFile, Clerk, Package, joined, package_patch, package_zip
from generator.kinds.register import Register

KINDS: Sequence[EntryKind] = (NewIssue(), NextStep(), CorrectedFact(), *RECORD_ENTRIES)
_BY_NAME = {kind.name: kind for kind in KINDS}

Request = Mapping[str, Any]
Reply = dict[str, Any]


class FormSession:
    """Answers the requests of one form."""

    def __init__(self, carried: Carried, place: str = "") -> None:
        """`place` says where what is typed goes, for those who fill in the form."""
        self._carried = carried
        self._place = place
        self._last: list[_Turn] = []
        self._requests = {
            "start": self._start,
            "questions": self._questions,
            "check": self._check,
            "package": self._package,
        }

    def ask(self, request: Request) -> Reply:
        """Return the answer to a request; KeyError for one that is none."""
        return self._requests[request["do"]](request)

    def register_of(self, path: str) -> Register:
        """Return the register of what judges the record at a path, and of who may act there."""
        return self._carried.register_of(path)

    def ask_json(self, request: str) -> str:
        """Return the answer as JSON, for those who can exchange nothing but text."""
        return json.dumps(self.ask(json.loads(request)), ensure_ascii=False)

    def begun(self) -> Reply:
        """Return what the page shows first: the start, and the questions of each kind as it begins.

        Whoever fills it in may type before the Python of the page has started.
        """
        return {
            "start": self.ask({"do": "start"}),
            "questions": {kind.name: self._first_questions(kind.name) for kind in KINDS},
        }

    def _first_questions(self, kind: str) -> Reply:
        entry: dict[str, Any] = {"kind": kind, "answers": {}}
        first = self.ask({"do": "questions", "entry": entry})["questions"]
        entry["answers"] = {one["name"]: one["default"] for one in first if one["default"]}
        return self.ask({"do": "questions", "entry": entry})

    def _start(self, request: Request) -> Reply:
        carried = self._carried
        return {
            "name": carried.name,
            "day": carried.day.isoformat(),
            "kinds": [{"name": kind.name, "title": kind.title} for kind in KINDS],
            "has_forge": carried.target is not None,
            "place": self._place,
            "about": f"蓝天台账 {VERSION}。",
        }

    def _questions(self, request: Request) -> Reply:
        entry = entry_of(request["entry"])
        found = _BY_NAME[entry.kind].questions(self._desk(request), entry)
        return {"questions": [asdict(one) for one in found]}

    def _check(self, request: Request) -> Reply:
        entry = entry_of(request["entry"])
        draft = _BY_NAME[entry.kind].draft(self._desk(request), entry)
        return {**reply_of(draft), "forge": self._on_forge(draft)}

    def _on_forge(self, draft: Draft) -> Reply | None:
        """Return the page of the forge on which a draft is proposed, and what is pasted there.

        None where there is none: a whole file, pasted, would undo what others changed since.
        """
        target = self._carried.target
        if target is None or not draft.is_fine:
            return None
        path = target.path_of(draft.path)
        if draft.before is None:
            link = new_file_link(target.address, target.branch, path, draft.text)
            pasted = "" if link and link.takes_text else draft.text
            return {"deed": f"新建 {path}", "href": link.href if link else "", "text": pasted}
        added = draft.text.removeprefix(draft.before)
        href = edit_link(target.address, target.branch, path)
        if not href or added == draft.text:
            return None
        return {"deed": f"打开 {path}，在末尾加上", "href": href, "text": added}

    def _package(self, request: Request) -> Reply:
        """Return the files of the entries, all at once: "" where one of them is not fine."""
        entries = [entry_of(one) for one in request["entries"]]
        drafts = self.drafts(entries)
        faulty = [at for at, draft in enumerate(drafts) if not draft.is_fine]
        if faulty or not drafts:
            return {"faulty": faulty, "zip": "", "patch": "", "files": []}
        package = Package(
            clerk=Clerk(str(request["name"]), str(request.get("mail", ""))),
            made=datetime.fromisoformat(request["now"]),
            files=joined([ChangedFile(one.path, one.text, one.before) for one in drafts]),
            subjects=[one.subject for one in drafts],
        )
        return {
            "faulty": [],
            "zip": b64encode(package_zip(package)).decode(),
            "patch": package_patch(package),
            "files": [asdict(one) for one in package.files],
        }

    def _desk(self, request: Request) -> Desk:
        """Return what the other entries of the sitting leave behind."""
        turns = self._turns([entry_of(one) for one in request.get("others", ())])
        return turns[-1].desk if turns else Desk(self._carried)

    def drafts(self, entries: Sequence[Entry]) -> list[Draft]:
        """Return what each entry makes, those before it being there."""
        return [one.draft for one in self._turns(entries)]

    def _turns(self, entries: Sequence[Entry]) -> Sequence["_Turn"]:
        """Return what each entry makes; entries that began the last call too are not made again."""
        pairs = zip(self._last, entries, strict=False)
        turns = [turn for turn, _ in takewhile(lambda pair: pair[0].entry == pair[1], pairs)]
        for entry in entries[len(turns) :]:
            desk = turns[-1].desk if turns else Desk(self._carried)
            turns.append(_turn(desk, entry))
        self._last = turns
        return turns


@dataclass(frozen=True, slots=True)
class _Turn:
    """An entry, what it makes, and what is there once it is made."""

    entry: Entry
    draft: Draft
    desk: Desk


def _turn(desk: Desk, entry: Entry) -> _Turn:
    draft = _BY_NAME[entry.kind].draft(desk, entry)
    files = {**desk.files, draft.path: draft.text.encode()} if draft.is_fine else desk.files
    return _Turn(entry, draft, Desk(desk.carried, files))


def entry_of(given: Mapping[str, Any]) -> Entry:
    """Return an entry as a request brings it."""
    answers = {str(name): str(value) for name, value in given.get("answers", {}).items()}
    return Entry(
        kind=str(given["kind"]),
        answers=answers,
        record_id=str(given.get("id", "")),
    )


def reply_of(draft: Draft) -> Reply:
    """Return a draft as an answer brings it."""
    return {
        "ok": draft.is_fine,
        "id": draft.record_id,
        "label": draft.label or draft.record_id,
        "is_new": draft.before is None,
        "path": draft.path,
        "text": draft.text,
        "title": draft.title,
        "problems": [asdict(one) for one in draft.problems],
        "after": list(draft.after),
    }


def opened(content: bytes) -> FormSession:
    """Return the session of a form that carries this ZIP file."""
    return FormSession(unpacked(content))
