"""Pages that belong to no single kind of record."""
