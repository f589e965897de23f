"""The address of a repository → where its forge shows a file, edits it, and takes a proposal.

Links are those that each forge documents; of an unknown forge only the repository is named.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

_FORGES = {
    "github": ("github",),
    "gitlab": ("gitlab", "jihulab"),
    "gitee": ("gitee",),
    "gitea": ("gitea", "forgejo", "codeberg", "gogs"),
}
"""Kind of forge → parts of the names of hosts that run it."""

FORGES = tuple(_FORGES)

_WEB = re.compile(
    r"(?P<scheme>https?|ssh|git)://(?:[^@/]*@)?(?P<host>[^/:]+)(?P<port>:\d+)?/(?P<path>.+)"
)
_SHORT = re.compile(r"(?:[^@/:]+@)?(?P<host>[^@/:]{2,}):(?P<path>(?!\\).+)")
"""As ssh has it: git@host:path. One letter before the colon is a drive of Windows."""


@dataclass(frozen=True, slots=True)
class RepositoryAddress:
    """Where people open a repository: kind of forge ("" if unknown), host, address of its page."""

    kind: str
    host: str
    page: str


def repository_address(url: str) -> RepositoryAddress | None:
    """Return the page of a repository, from the address of it or of its remote, without passwords.

    None for a folder.
    """
    match = _WEB.fullmatch(url) or (None if "://" in url else _SHORT.fullmatch(url))
    if match is None:
        return None
    host, path = match["host"].lower(), match["path"].strip("/").removesuffix(".git")
    found = match.groupdict()
    is_web = (found.get("scheme") or "").startswith("http")
    port = found.get("port") or ""
    scheme = found["scheme"] if is_web else "https"
    page = f"{scheme}://{host}{port if is_web else ''}/{quote(path)}"
    kinds = (kind for kind, names in _FORGES.items() if any(name in host for name in names))
    return RepositoryAddress(next(kinds, ""), host, page)


def proposal_link(address: RepositoryAddress, branch: str, target: str) -> str | None:
    """Return the page on which a branch is proposed for merging; None of an unknown forge."""
    if address.kind == "github":
        return f"{address.page}/compare/{quote(target)}...{quote(branch)}?expand=1"
    if address.kind == "gitea":
        return f"{address.page}/compare/{quote(target)}...{quote(branch)}"
    if address.kind == "gitee":
        owner = address.page.split("/")[3]
        return f"{address.page}/pull/new/{owner}:{quote(branch)}...{owner}:{quote(target)}"
    if address.kind == "gitlab":
        ends = {"source_branch": branch, "target_branch": target}
        words = urlencode({f"merge_request[{name}]": value for name, value in ends.items()})
        return f"{address.page}/-/merge_requests/new?{words}"
    return None


_FILE_PAGES = {
    "github": ("blob/{branch}/{path}", "edit/{branch}/{path}"),
    "gitea": ("src/branch/{branch}/{path}", "_edit/{branch}/{path}"),
    "gitlab": ("-/blob/{branch}/{path}", "-/edit/{branch}/{path}"),
    "gitee": ("blob/{branch}/{path}", "edit/{branch}/{path}"),
}
"""Kind of forge → the page that shows a file, and the page that edits it."""


def file_link(address: RepositoryAddress, branch: str, path: str) -> str:
    """Return the page that shows a file; "" of an unknown forge."""
    return _file_page(address, branch, path, 0)


def edit_link(address: RepositoryAddress, branch: str, path: str) -> str:
    """Return the page on which a file is edited and proposed; "" of an unknown forge."""
    return _file_page(address, branch, path, 1)


def _file_page(address: RepositoryAddress, branch: str, path: str, which: int) -> str:
    if address.kind not in _FILE_PAGES:
        return ""
    page = _FILE_PAGES[address.kind][which]
    return f"{address.page}/{page.format(branch=quote(branch), path=quote(path))}"


_LONGEST = 7_000
"""Characters of an address that every forge and browser takes."""


@dataclass(frozen=True, slots=True)
class NewFileLink:
    """The page on which a file is made; `takes_text`: whether its text is there already."""

    href: str
    takes_text: bool


def new_file_link(
    address: RepositoryAddress, target: str, path: str, text: str
) -> NewFileLink | None:
    """Return the page on which a new file is made, filled in; None where a forge has none.

    GitLab takes the path alone, as the others do of a text that is too long for an address. On
    Gitee the path is typed as well.
    """
    named = urlencode({_NAMED.get(address.kind, ""): path}, quote_via=quote)
    filled = f"{named}&{urlencode({'value': text}, quote_via=quote)}"
    pages = {
        "github": f"{address.page}/new/{quote(target)}?",
        "gitea": f"{address.page}/_new/{quote(target)}/?",
        "gitlab": f"{address.page}/-/new/{quote(target)}?",
    }
    page = pages.get(address.kind)
    if page is None:
        return None
    if address.kind != "gitlab" and len(page + filled) <= _LONGEST:
        return NewFileLink(page + filled, takes_text=True)
    return NewFileLink(page + named, takes_text=False)


_NAMED = {"github": "filename", "gitea": "filename", "gitlab": "file_name"}
"""Kind of forge → what the path of a new file is called in an address."""


@dataclass(frozen=True, slots=True)
class RecordsOnForge:
    """Where the records of a register lie on a forge.

    `folder` is that of the register in the repository, "" for its top. `is_public`: whether
    everybody can read the repository. `form` is where clerks open the form, "" for nowhere.
    """

    address: RepositoryAddress
    branch: str = "main"
    folder: str = ""
    is_public: bool = False
    form: str = ""

    def path_of(self, record_path: str) -> str:
        """Return the path of a record from the top of the repository."""
        return f"{self.folder.strip('/')}/{record_path}".lstrip("/")


def forge_of_facts(facts: Mapping[str, Any]) -> RecordsOnForge:
    """Return what `asdict` has made of it. TypeError, KeyError."""
    return RecordsOnForge(**{**facts, "address": RepositoryAddress(**facts["address"])})


_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\"'<>]+")


def told_link(told: str, address: RepositoryAddress) -> str | None:
    """Return the link by which a forge answers a push, if it leads to the forge itself."""
    for line in told.splitlines():
        if line.startswith("remote:") and (match := _ADDRESS.search(line)):
            found = repository_address(match[0])
            if found and found.host == address.host:
                return match[0]
    return None
