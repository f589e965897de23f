"""The values of a difference as an entry keeps them: short, and with the fields' Chinese titles."""

import json
from collections.abc import Mapping

from generator.audit.diff import Deed, Delta
from generator.kinds.issue.model import Event

SHOWN_LIMIT = 200
"""Letters of a value that an entry keeps; the whole of it stands in the commit."""

_NEW = (Deed.EVENT, Deed.INSERTED)


def shown(delta: Delta) -> tuple[str, str]:
    """What was and what is now. A new event has neither: it stands in the record itself."""
    if delta.deed in _NEW:
        return "", ""
    if delta.deed is Deed.FIELD and delta.place > 0:
        return "", f"共 {delta.place} 处不同"
    if delta.deed is Deed.FIELD:
        return _short(delta.was), _short(delta.now)
    was, now = _fields(delta.was), _fields(delta.now)
    if was and now:
        other = {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
        was = {name: value for name, value in was.items() if name in other}
        now = {name: value for name, value in now.items() if name in other}
    return _short(_listed(was)), _short(_listed(now))


def _fields(event: str) -> Mapping[str, object]:
    try:
        content = json.loads(event) if event else {}
    except ValueError:
        content = None
    return content if isinstance(content, dict) else {"": event}


def _listed(fields: Mapping[str, object]) -> str:
    known = list(Event.model_fields)
    names = sorted(fields, key=lambda name: known.index(name) if name in known else len(known))
    return "；".join(f"{_title(name)} {fields[name]}".strip() for name in names)


def _title(name: str) -> str:
    field = Event.model_fields.get(name)
    return (field.title or name) if field else name


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_LIMIT else text[:SHOWN_LIMIT] + "…"
