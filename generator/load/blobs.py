"""Reads records as Git holds them: the kind of file, and its content or only its length."""

from generator.core.findings import Mark
from generator.core.raw import Fault, RawFile
from generator.load.files import SIZE_LIMIT, raw_file

_LINK = "120000"


def raw_blob(name: str, mode: str, content: bytes | int | None) -> RawFile:
    """The record in a blob; a length stands for content that is too long, None for a submodule."""
    fault: Fault | None = None
    if mode == _LINK:
        fault = Fault("symbolic-link", Mark())
    elif isinstance(content, int):
        sizes = {"size": f"{content / 1_048_576:.1f}", "limit": f"{SIZE_LIMIT // 1_048_576}"}
        fault = Fault("too-large", Mark(), sizes)
    elif content is None:
        fault = Fault("unreadable-file", Mark(), {"reason": "不是普通文件"})
    else:
        return raw_file(name, content)
    return RawFile(path=name, content=None, keys={}, values={}, faults=(fault,))
