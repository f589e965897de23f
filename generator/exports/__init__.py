"""Lines of a ledger in, files that people take away out: CSV, XLSX, JSON, a data package.

The same lines give the same bytes, on any machine and day.
"""
