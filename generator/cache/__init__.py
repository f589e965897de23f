"""The cache: one SQLite file below `.build/`."""
