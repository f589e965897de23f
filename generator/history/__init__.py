"""Git as the audit trail. The only room that runs Git; what it tells is values for the others."""
