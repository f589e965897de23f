"""Which pages that count stay as they are: those of a city or a round in which nothing moved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256

from generator.chapters.setting import Setting
from generator.derive.latest import Latest
from generator.inventory import Inventory
from generator.manifest import tool
from generator.render.links import city_path, feed_path, report_path, round_path

_FRAMES = ("cities", "reports", "rounds")
_RECORDS_OF_ALL = ("records/cities", "records/programmes", "records/rounds", "records/bulletins")


def sheet_keys(
    setting: Setting, found: Inventory, keys: Mapping[str, str], latest: Latest | None
) -> Mapping[str, str]:
    """Path in the site → a digest of all that it is made from; `keys` are those of the folders."""
    common = _common(setting, found, latest)
    parts: dict[str, list[str]] = defaultdict(list)
    for folder, key in keys.items():
        names = folder.split("/")
        if len(names) == 5:
            _, _, programme, city, number = names
            parts[city_path(city)].append(key)
            parts[feed_path(city)].append(key)
            parts[round_path(f"{programme}-{number}")].append(key)
            parts[report_path(f"{programme}-{number}")].append(key)
    return {path: digest((common, path, *of_path)) for path, of_path in parts.items()}


def _common(setting: Setting, found: Inventory, latest: Latest | None) -> str:
    """What all of them depend on: the day, the frames, other records, which rounds there are."""
    frame = setting.frame
    rest = (f"{one.path} {sha256(one.content).hexdigest()}" for one in found.rest)
    rounds = sorted({folder.split("/")[-1] + folder.split("/")[2] for folder in found.folders})
    commits = [latest.below(folder) for folder in _RECORDS_OF_ALL] if latest else []
    return digest(
        (
            *(tool(), setting.today.isoformat(), str(setting.is_public), str(frame.address)),
            *(frame.shells[name] for name in _FRAMES),
            *(commit.id if commit else "" for commit in commits),
            *rounds,
            *rest,
        )
    )


def digest(parts: Iterable[str]) -> str:
    """One name for many texts."""
    found = sha256()
    for part in parts:
        found.update(part.encode("utf-8", "surrogateescape") + b"\0")
    return found.hexdigest()
