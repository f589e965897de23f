"""The programs that can make a frame from `mkdocs.yml`, and how each wants to be called.

See decisions 0006 and 0022.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from generator.core.complaints import OF_THE_MACHINE, Meanings, in_chinese
from generator.core.findings import WorkError

PAGES = "pages"
_SHOWN_LINES = 3
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_RAISED = r"^[\w.]+(Error|Exception|NotFound): "
"""The last line of a trace; the rest of it helps nobody who can mend the cause."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """A program that reads `mkdocs.yml` and puts a frame round pages."""

    name: str
    label: str
    packages: tuple[str, ...]
    words: tuple[str, ...]
    """What follows `python -m`; the configuration file comes last."""
    folder: str
    """The folder below `.build` of its layouts."""
    telling: str
    """Which lines of its output say what is wrong, as a pattern."""
    unwanted: tuple[str, ...]
    """Files that the renderer writes and a site on disk does not need."""
    absolute: bool = True
    """Whether it takes folders by their whole paths."""
    theme: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Sequence[object]] = field(default_factory=dict)
    """What is added to lists of the register's configuration."""

    def versions(self) -> tuple[str, ...]:
        """The versions of its packages; WorkError where it is not installed."""
        try:
            return tuple(version(package) for package in self.packages)
        except PackageNotFoundError as error:
            raise WorkError(
                f"没有安装 {self.label}，不能用它生成页面框架",
                f"运行 pip install {self.packages[0]}（版本见 constraints.txt），"
                f"或者不写 --renderer，用 {RENDERERS[DEFAULT].label} 生成",
            ) from error

    def configuration(
        self, work: Path, settings: Mapping[str, Any], theme: Path
    ) -> dict[str, object]:
        """Return its configuration: that of the register, with what the build decides."""
        base = f"{work}/" if self.absolute else ""
        lists = {name: [*settings.get(name, ()), *more] for name, more in self.settings.items()}
        return {
            **settings,
            "use_directory_urls": False,  # links name files, whatever the register does not say
            "docs_dir": base + PAGES,
            "site_dir": base + self.folder,
            "theme": {**settings.get("theme", {}), "custom_dir": str(theme), **self.theme},
            **lists,
        }

    @contextmanager
    def running(self, work: Path, config: Path) -> Iterator[Callable[[], None]]:
        """The program at work on a frame, and what waits for its end.

        Waiting raises WorkError with what the program said where it failed. Who does not wait ends
        it.
        """
        with subprocess.Popen(
            [sys.executable, "-m", *self.words, str(config)],
            cwd=work,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as program:
            try:
                yield partial(self._ended, program)
            finally:
                program.kill()

    def _ended(self, program: subprocess.Popen[str]) -> None:
        said, _ = program.communicate()
        if program.returncode:
            raise WorkError(
                f"{self.label} 没有做成页面框架：{self._complaint(said)}",
                "检查 mkdocs.yml、手写页面里的链接和磁盘空间，然后重试",
            )

    def _complaint(self, output: str) -> str:
        """What went wrong, and the lines that say most, without colours and traces."""
        plain = _COLOUR.sub("", output)
        lines = [line.strip(" ╭─") for line in plain.splitlines() if line.strip()]
        told = [line for line in lines if re.search(self.telling, line)]
        return in_chinese(self.label, plain, _MEANINGS, " ".join(_last(told or lines)))


def _last(lines: Sequence[str]) -> Sequence[str]:
    return lines[-_SHOWN_LINES:]


_MEANINGS: Meanings = (
    *OF_THE_MACHINE,
    ((".md' contains a link", ".md\" contains a link", "is not found among", "page does not exist",
      "Invalid link", "unresolved"), "手写页面里有打不开的链接"),
    (("Config value", "Configuration error", "Unrecognised configuration", "YAML", "yaml"),
     "mkdocs.yml 里有不对的设置"),
    (("No module named", "ModuleNotFoundError", "is not installed"), "少了要用的程序包"),
)  # fmt: skip
"""Words of the renderers → what they mean."""


DEFAULT = "mkdocs"
_ALL = (
    Renderer(
        name=DEFAULT,
        label="MkDocs",
        packages=("mkdocs", "mkdocs-material"),
        # Not --quiet: it switches --strict off, and dead links would pass.
        words=("mkdocs", "build", "--strict", "--config-file"),
        folder="layouts",
        telling=rf"^(WARNING|ERROR|Aborted|Error)|{_RAISED}",
        unwanted=("sitemap.xml", "sitemap.xml.gz", "stylesheets", "javascripts"),
    ),
    Renderer(
        name="zensical",
        label="Zensical",
        packages=("zensical",),
        # Its cache does not notice everything that a theme of ours includes.
        words=("zensical", "build", "--clean", "--strict", "--config-file"),
        folder="layouts-zensical",
        telling=rf"^(Warning|Error)|\[ \S+\.md:|{_RAISED}",
        unwanted=("sitemap.xml", "search.json", "stylesheets", "javascripts", "LICENSE"),
        # A whole path in docs_dir or site_dir ends Zensical 0.0.73 with a panic.
        absolute=False,
        # "modern" is its own new look; ours is made for the one that Material has.
        theme={"variant": "classic"},
        # Its search is on even with an empty list, and reads a file that disks do not give; code
        # is coloured even where nothing asks for it.
        settings={
            "plugins": [{"search": {"enabled": False}}],
            "markdown_extensions": [{"pymdownx.highlight": {"use_pygments": False}}],
        },
    ),
)
RENDERERS: Mapping[str, Renderer] = {one.name: one for one in _ALL}
