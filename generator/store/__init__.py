"""What was read of the history, in one SQLite file below `.build/`, without its meaning."""
