"""The check: rules of records and of changes, run over a register or a merge."""
