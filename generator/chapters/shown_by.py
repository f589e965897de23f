"""Which pages show records of which kind, so that a changed record leaves all others alone."""

from collections.abc import Mapping

SHOWN_BY: Mapping[str, frozenset[str]] = {
    kind: frozenset(("changes", "figures", "sources", *folders))
    for kind, folders in {
        "actions": (
            *("accountability", "actions", "appraisals", "cities", "data", "dues", "programmes"),
        ),
        "appraisals": ("appraisals", "cities", "data", "programmes"),
        "assessments": ("assessment", "data"),
        "assistance": ("cities", "data", "help", "programmes", "rounds"),
        "bulletins": ("", "actions", "cities", "data", "programmes"),
        "grids": ("cities", "data", "grids", "programmes"),
        "incidents": ("cities", "data", "incidents", "liaisons", "rounds"),
        "liaisons": ("cities", "data", "dues", "incidents", "liaisons", "programmes"),
        "monitors": ("cities", "data", "monitors", "programmes"),
        "quick": ("data", "programmes", "quick"),
        "targets": ("cities", "data", "targets"),
        "tasks": ("cities", "data", "dues", "programmes", "tasks", "teams"),
        "teams": ("assessment", "cities", "data", "programmes", "rounds", "teams"),
    }.items()
}
"""Folder of records → the folders of the pages that show any of them.

Records of folders that do not stand here are shown by all pages.
"""
