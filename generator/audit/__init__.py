"""Git as the audit trail: the history of every record, read from commits."""
