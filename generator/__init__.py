"""Lantian Ledger: records of an inspection programme, checked and made into a static site."""
