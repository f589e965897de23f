"""The verdict on all records that are no issues; where nothing changed since they were clean,
neither the rules are asked nor the records made again.
"""

from collections.abc import Sequence
from pathlib import Path

from generator.cache.cache import Cache
from generator.check.judge import Judgement, judge, shaped_all
from generator.checks.paths import PREFIX
from generator.checks.validation_cache import KeptFiled, ParsedFiles
from generator.kinds.register import Register
from generator.kinds.registry import BY_FOLDER, VOCABULARY_PATH
from generator.load.files import FileContent, there
from generator.store.notes import load_note, save_note

_NOTE = "other records"
_VOCABULARY = f"{PREFIX}{VOCABULARY_PATH}"


def judged_others(root: Path, kept: Cache, files: Sequence[FileContent]) -> Judgement:
    """Return what `judge` says of these files of the register below `root`.

    They are all of its records but the issues, which they may mention.
    """
    parsed = ParsedFiles(kept, files)
    issues = there(root, frozenset().union(*parsed.mentioned.values()))
    note = {"files": parsed.digest, "issues": sorted(issues)}
    if load_note(kept, _NOTE) == note:
        return _clean(parsed)
    judgement = judge(map(parsed.raw, files), there=issues)
    parsed.save()
    save_note(kept, _NOTE, {} if judgement.findings else note)
    return judgement


def _clean(parsed: ParsedFiles) -> Judgement:
    """The verdict on files in which nothing was found: each is a record, or the vocabulary."""
    words = [file for file in parsed.files if file.path == _VOCABULARY]
    vocabulary = shaped_all(map(parsed.raw, words)).register.vocabulary
    filed = tuple(
        KeptFiled(BY_FOLDER[file.path.split("/")[1]], parsed.raw(file))
        for file in parsed.files
        if file.path != _VOCABULARY
    )
    return Judgement((), len(filed), Register(vocabulary, filed), {})
