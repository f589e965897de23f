"""`lantian completion`: the script for a shell, and what it completes.

Loading a command takes longer than a person waits for a completion. So the names of all commands
and options are kept in the cache folder of the user, and Click completes on a copy of the commands
that is made of them.
"""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem, get_completion_class

from generator import __version__
from generator.cli.main import PROGRAM, VARIABLE

SHELLS: Mapping[str, str] = {
    "bash": 'eval "$(lantian completion bash)"      写进 ~/.bashrc',
    "zsh": 'eval "$(lantian completion zsh)"       写进 ~/.zshrc',
    "fish": "lantian completion fish | source      写进 ~/.config/fish/config.fish",
}


@click.command("completion", short_help="按 Tab 键补全命令、选项、城市、编号")
@click.argument("shell", metavar="bash|zsh|fish", type=click.Choice(list(SHELLS)))
def command(shell: str) -> None:
    """打印补全用的脚本：装好以后按 Tab 键，补全命令、选项、行动、城市、轮次、步骤和编号。

    写进所用命令行的设置文件，新开的窗口里生效：bash 写进 ~/.bashrc，zsh 写进 ~/.zshrc，
    fish 用 lantian completion fish | source，写进 ~/.config/fish/config.fish。

    例：eval "$(lantian completion bash)"
    """
    found = get_completion_class(shell)
    assert found
    script = found(click.Command(PROGRAM), {}, PROGRAM, VARIABLE)
    # Not `source()`: it starts a bash to learn its version, and complains in English.
    click.echo(script.source_template % script.source_vars())


_CODE = re.compile(r"[0-9]{6}", re.ASCII)
_NAME = re.compile(r"^name:\s*[\"']?([^\"'\n#]+)", re.MULTILINE)
_WORD = re.compile(r"^- word:\s*[\"']?([^\"'\n#]+)", re.MULTILINE)
_PLAIN = re.compile(r"[\w.-]+")
"""What a shell takes as one word: nothing else is offered, for the scripts put it in unquoted."""


def _names(folder: Path, beginning: str = "") -> Iterator[str]:
    """Yield the names in a folder with this beginning, without `.yml`, in order."""
    with suppress(OSError):
        for one in sorted(os.listdir(folder)):  # noqa: PTH208
            name = one.removesuffix(".yml")
            if name.startswith(beginning):
                yield name


def _programmes(records: Path, typed: str) -> Iterator[str]:
    return _names(records / "programmes", typed)


def _cities(records: Path, typed: str) -> Iterator[str]:
    """Yield codes where digits are typed, else names."""
    for code in filter(_CODE.fullmatch, _names(records / "cities")):
        if typed.isdigit():
            yield from [code] if code.startswith(typed) else []
        else:
            name = _NAME.search(_text(records / "cities" / f"{code}.yml"))
            yield from [name[1].strip()] if name and name[1].startswith(typed) else []


def _rounds(records: Path, typed: str) -> Iterator[str]:
    for programme in _names(records / "rounds"):
        if programme.startswith(typed[: len(programme)]):
            found = (f"{programme}-{name}" for name in _names(records / "rounds" / programme))
            yield from (one for one in found if one.startswith(typed))


def _issues(records: Path, typed: str) -> Iterator[str]:
    """Yield IDs of issues; the folders that can not hold them are not read."""
    places = [records / "issues"]
    for part, *rest in _folder_names(typed):
        found = ((place, name) for place in places for name in _names(place, part))
        places = [place / name for place, name in found if not rest or name == part]
    for place in places:
        yield from _names(place, typed)


def _folder_names(typed: str) -> list[tuple[str, ...]]:
    """Return what is typed of programme, city and round, each with a mark where it is whole."""
    parts = typed.split("-")
    return [
        (parts[at], "whole") if at < len(parts) - 1 else (parts[at] if at < len(parts) else "",)
        for at in range(3)
    ]


def _steps(records: Path, typed: str) -> Iterator[str]:
    """Yield the steps of the vocabulary, without reading it as YAML."""
    _, _, rest = _text(records / "vocabulary.yml").partition("\nsteps:\n")
    section = re.split(r"^\w", rest, maxsplit=1, flags=re.MULTILINE)[0]
    words = (match[1].strip() for match in _WORD.finditer(section))
    return (word for word in words if word.startswith(typed))


def _issues_or_steps(records: Path, typed: str) -> Iterator[str]:
    """Yield IDs, or steps where a word is begun: a step stands behind any number of IDs."""
    return _issues(records, typed) if typed.isascii() else _steps(records, typed)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


VALUES: Mapping[str, Callable[[Path, str], Iterator[str]]] = {
    **dict.fromkeys(("programme", "programmes", "programme_id"), _programmes),
    **dict.fromkeys(("city", "cities"), _cities),
    "rounds": _rounds,
    "which": _rounds,
    **dict.fromkeys(("ids", "record", "records"), _issues),
    "issue_ids": _issues_or_steps,
    "step": _steps,
}
"""Name of a parameter → the values that the register has for it."""


def _root(ctx: click.Context) -> Path:
    given = ctx.params.get("root")
    if given:
        return Path(given)
    here = Path.cwd()
    return next((one for one in (here, *here.parents) if (one / "records").is_dir()), here)


def _completer(name: str) -> Callable[..., list[CompletionItem[str]]] | None:
    """Return the function that Click asks for the values of a parameter."""
    values = VALUES.get(name)
    if values is None:
        return None

    def complete(
        ctx: click.Context, param: click.Parameter, typed: str
    ) -> list[CompletionItem[str]]:
        found = values(_root(ctx) / "records", typed)
        return [CompletionItem(one) for one in found if _PLAIN.fullmatch(one)]

    return complete


def table_of(one: click.Command) -> dict[str, Any]:
    """Return what completing needs of a command and of those below it."""
    below: list[dict[str, Any]] = []
    if isinstance(one, click.Group):
        ctx = click.Context(one)
        found = [one.get_command(ctx, name) for name in one.list_commands(ctx)]
        below = [{**table_of(child), "name": child.name} for child in found if child]
    params = [_row(param) for param in one.params]
    return {"name": one.name, "help": one.get_short_help_str(), "params": params, "below": below}


def _row(param: click.Parameter) -> dict[str, Any]:
    is_option = isinstance(param, click.Option)
    return {
        "name": param.name,
        "opts": [*param.opts, *param.secondary_opts] if is_option else [],
        "flag": bool(getattr(param, "is_flag", False)),
        "multiple": param.multiple,
        "nargs": param.nargs,
        "help": getattr(param, "help", None) or "",
        "choices": list(param.type.choices) if isinstance(param.type, click.Choice) else [],
        "file": isinstance(param.type, click.Path) or param.type.name == "文件夹",
    }


def commands_of(table: Mapping[str, Any]) -> click.Command:
    """Return commands that only complete, made of a table."""
    params = [_param(row) for row in table["params"]]
    about: dict[str, Any] = {
        "name": table["name"],
        "params": params,
        "short_help": table["help"],
        "context_settings": {"help_option_names": ["-h", "--help"]},
    }
    below = {one["name"]: commands_of(one) for one in table["below"]}
    return click.Group(commands=below, **about) if below else click.Command(**about)


def _param(row: Mapping[str, Any]) -> click.Parameter:
    kind: click.ParamType[Any] = click.Path() if row["file"] else click.STRING
    if row["choices"]:
        kind = click.Choice(row["choices"])
    complete, help_text = _completer(row["name"]), row["help"]
    if not row["opts"]:
        words = [row["name"]]
        return click.Argument(
            words, nargs=row["nargs"], required=False, type=kind, shell_complete=complete
        )
    words = [row["name"], *row["opts"]]
    if row["flag"]:
        return click.Option(words, is_flag=True, help=help_text)
    several = row["multiple"]
    return click.Option(words, multiple=several, help=help_text, type=kind, shell_complete=complete)


def completing(commands: click.Group) -> click.Command:
    """Return the commands to complete on: from the cache, or loaded where these have changed."""
    kept = _cache_file()
    with suppress(OSError, ValueError, KeyError, TypeError):
        return commands_of(json.loads(kept.read_text(encoding="utf-8")))
    table = table_of(commands)
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
        draft.replace(kept)
    return commands_of(table)


def _cache_file() -> Path:
    """Return the file of this version of the commands, in the cache folder of the user."""
    above = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    folder = Path(above) if above else Path.home() / ".cache"
    return folder / PROGRAM / f"commands-{_key()}.json"


def _key() -> str:
    """Return a digest of the files that say which options there are."""
    places = [Path(str(files("generator") / name)) for name in ("cli", "questions")]
    paths = [path for place in places for path in sorted(place.glob("*.py"))]
    marks = [(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in paths]
    about: Sequence[object] = [__version__, *marks]
    return sha256(repr(about).encode()).hexdigest()[:16]
