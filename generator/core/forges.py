"""The address of a repository as its remote names it → where a change is proposed on its forge.

Links are those that each forge documents; of an unknown forge only the repository is named.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

_FORGES = {
    "github": ("github",),
    "gitlab": ("gitlab", "jihulab"),
    "gitee": ("gitee",),
    "gitea": ("gitea", "forgejo", "codeberg", "gogs"),
}
"""Kind of forge → parts of the names of hosts that run it."""

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
    """Return the page of the repository of a remote, without passwords; None for a folder."""
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


_LONGEST = 7_000
"""Characters of an address that every forge and browser takes."""


def new_file_link(address: RepositoryAddress, target: str, path: str, text: str) -> str | None:
    """Return the page on which a new file is made, filled in; None where a forge has none.

    GitLab leaves the text out, Gitee has no such page; what is too long for an address has none.
    """
    query = urlencode({"filename": path, "value": text}, quote_via=quote)
    pages = {
        "github": f"{address.page}/new/{quote(target)}?{query}",
        "gitea": f"{address.page}/_new/{quote(target)}/?{query}",
    }
    link = pages.get(address.kind)
    return link if link and len(link) <= _LONGEST else None


_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\"'<>]+")


def told_link(told: str, address: RepositoryAddress) -> str | None:
    """Return the link by which a forge answers a push, if it leads to the forge itself."""
    for line in told.splitlines():
        if line.startswith("remote:") and (match := _ADDRESS.search(line)):
            found = repository_address(match[0])
            if found and found.host == address.host:
                return match[0]
    return None
