"""Lantian Ledger: records of an inspection programme, checked and made into a static site."""

__version__ = "0.2.0"
"""The version of the program; `pyproject.toml` takes it from here, CHANGELOG.md tells of it."""
