"""The same issues as Markdown, one page each, for programs that make a page of each."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

MKDOCS = """site_name: 台账
docs_dir: content
site_dir: site
use_directory_urls: false
theme: {name: material, language: zh, font: false}
plugins: [search]
nav: [index.md]   # a menu of all issues on every page would be another measurement
validation: {nav: {omitted_files: ignore}}
"""
HUGO = {
    "hugo.toml": 'baseURL = "https://example.org/"\ntitle = "台账"\nuglyURLs = true\n'
    'disableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n',
    "layouts/index.html": "<!doctype html><html lang=zh><title>台账</title><h1>台账</h1></html>",
    "layouts/_default/list.html": "<!doctype html><html lang=zh><title>{{ .Title }}</title><ul>"
    '{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</ul></html>',
    "layouts/_default/single.html": "<!doctype html><html lang=zh><meta charset=utf-8>"
    "<title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}</html>",
}
COLUMNS = ("date", "step", "by", "result", "letter", "note")


def mkdocs_project(root: Path, folder: Path) -> list[str | Path]:
    """A project for MkDocs with Material; the command that builds it."""
    _write(folder, {"mkdocs.yml": MKDOCS, "content/index.md": "# 台账\n"})
    _convert(root, folder, lambda record: f"{record['id']}.md")
    return [sys.executable, "-m", "mkdocs", "build", "--quiet"]


def hugo_project(root: Path, folder: Path) -> list[str | Path]:
    """A project for Hugo with the least layout; the command that builds it."""
    _write(folder, HUGO)
    _convert(root, folder, lambda record: f"{record['id'].split('-')[1]}/{record['id']}.md")
    return [Path(sys.executable).parent / "hugo", "--quiet", "--destination", "site"]


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _convert(root: Path, folder: Path, place: Callable[[Any], str]) -> None:
    """A page for each issue below `content`."""
    for path in sorted((root / "records" / "issues").rglob("*.yml")):
        with path.open(encoding="utf-8") as file:
            record = yaml.load(file, yaml.CSafeLoader)
        _write(folder / "content", {place(record): _page(record)})


def _page(record: Mapping[str, Any]) -> str:
    """Every field, and the events as a table."""
    title = json.dumps(f"{record['site']['name']} {record['id']}", ensure_ascii=False)
    lines = [
        f"- **{name}**：{value if isinstance(value, str) else _plain(value)}"
        for name, value in record.items()
        if name != "events"
    ]
    rows = [
        f"| {' | '.join(str(event.get(name, '')) for name in COLUMNS)} |"
        for event in record["events"]
    ]
    head = [f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}"]
    return "\n".join(["---", f"title: {title}", "---", "", *lines, "", *head, *rows, ""])


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
