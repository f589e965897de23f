"""Tables → new records, with an account of each row. Reads no disk and writes none."""
