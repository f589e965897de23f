"""Tables in and files out: import of CSV, export of CSV, XLSX, JSON, data packages."""
