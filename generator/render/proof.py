"""What proves a page: the blob of each record on it, and the commit that changed them last."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.audit.audit import Latest
from generator.core import tracing
from generator.derive.history.audit import Audit
from generator.kinds.registry import BY_NAME
from generator.site.page import NO_PROOF, Proof

RECORDS = "records/"


@dataclass(frozen=True, slots=True)
class _Blobs(Mapping[str, str]):
    """ID → blob, looked up when a page asks: of 100,000 records most pages show a few."""

    audit: Audit

    def __getitem__(self, record_id: str) -> str:
        path = _path_of(record_id)
        tracing.read(path)
        return self.audit.blob(path)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _path_of(record_id: str) -> str:
    paths = (kind.path_of(record_id) for kind in BY_NAME.values())
    return RECORDS + next(path for path in paths if path)


def proof_of(audit: Audit | None) -> Proof:
    """What a register's pages are made from."""
    if audit is None:
        return NO_PROOF
    return Proof(_Blobs(audit), Latest(audit).newest)
