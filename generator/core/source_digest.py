"""A digest of the source code of this package: what was made by other code is made anew."""

from functools import cache
from hashlib import sha256
from pathlib import Path


@cache
def source_digest() -> str:
    """Return a digest of all modules, read once in a process."""
    package = Path(__file__).parents[1]
    found = sha256()
    for path in sorted(package.rglob("*.py")):
        found.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()
