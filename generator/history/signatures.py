"""Whether commits are signed, and by a key that this machine knows.

Checking takes a moment for each commit, so it is done for those asked about, and kept by commit.
"""

from collections.abc import Mapping, Sequence

from generator.audit.git import Repository, ask

_WORDS = {
    "G": "签名有效",
    "U": "签名有效，但签名者不在信任之列",
    "B": "签名无效",
    "X": "签名有效，但已经过期",
    "Y": "签名有效，但密钥已经过期",
    "R": "签名有效，但密钥已经吊销",
    "E": "有签名，这台机器上没有可以核对的密钥",
    "N": "没有签名",
}


def signatures(
    repo: Repository, commits: Sequence[str], known: Mapping[str, str]
) -> dict[str, str]:
    """Commit → Git's letter for the state of its signature; those in `known` are not asked again.

    A missing key may come later: such a state is asked for each time.
    """
    wanted = [commit for commit in commits if known.get(commit, "E") == "E"]
    if not wanted:
        return dict(known)
    given = "".join(f"{commit}\n" for commit in wanted).encode()
    words = ("log", "--no-walk=unsorted", "--stdin", "--no-patch", "--format=%H %G?")
    lines = ask(repo, *words, given=given).decode().split("\n")
    return {**known, **dict(line.split(" ") for line in lines if line)}


def signature_words(letter: str) -> str:
    """The state in words."""
    return _WORDS.get(letter, _WORDS["N"])
