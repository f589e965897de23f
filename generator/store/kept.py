"""What is kept between builds, as values: of each ledger, each city, each page, each file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from generator.store.stored import Row

_FEW = 8
"""Records of which each is looked for by itself."""


@dataclass(frozen=True, slots=True)
class KeptLedger:
    """What one folder of problems came to.

    `key` says from what; it holds from the day `since` until before `until` (ISO, "" for always).
    `doubtful`: paths in which something was found. `files`: path in the site → SHA-256.
    `briefs`, `exposed` and `lines` are rows of those values, `cited` rows of citations; `public`
    and `internal` are the texts of its problems, in the public edition only. `marks`: which part
    of it → a digest of that part. `blobs`: ID → blob.
    """

    folder: str
    key: str
    since: str = ""
    until: str = ""
    leaves: int = 0
    doubtful: Sequence[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    briefs: Sequence[Row] = ()
    exposed: Sequence[Row] = ()
    cited: Sequence[Row] = ()
    public: Sequence[str] = ()
    internal: Sequence[str] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    blobs: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[Row] = ()
    """Both are empty where they were not read."""
    packed: bytes = b""
    """The lines as they are kept."""


@dataclass(frozen=True, slots=True)
class KeptCity:
    """What the ledgers of one city together came to; `shards` are rows of summaries.

    `reads`: the selectors of all that was read to make its files, a line each.
    """

    city: str
    key: str
    files: Mapping[str, str]
    shards: Sequence[Row]
    reads: str = ""


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """A page of the whole register, or a file of text.

    `key` says from what it was made, `commit` is the one that it names, `reads` are the selectors
    of all that it has read, each with a line feed before and after it; behind an empty line those
    of single issues that say nothing more of key and commit.
    """

    key: str
    digest: str
    commit: str
    reads: str

    def shows(self, some: Collection[str]) -> bool:
        """Whether it has read one of these records."""
        if len(some) > _FEW:
            return not set(some).isdisjoint(self.reads.split("\n"))
        return any(f"\n{path}\n" in self.reads for path in some)


@dataclass(frozen=True, slots=True)
class KeptFamily:
    """The paths of the pages of one family, and what was read to find out that there are these."""

    key: str
    paths: Sequence[str]
    reads: str


@dataclass(frozen=True, slots=True)
class Published:
    """A file of the site as it was when it was put in place."""

    digest: str
    size: int
    time: int


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is known of the last build but lines and blobs."""

    ledgers: Mapping[str, KeptLedger] = field(default_factory=dict)
    cities: Mapping[str, KeptCity] = field(default_factory=dict)
    sheets: Mapping[str, KeptSheet] = field(default_factory=dict)
    families: Mapping[str, KeptFamily] = field(default_factory=dict)
    published: Mapping[str, Published] = field(default_factory=dict)
