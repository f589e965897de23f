"""Lantian Ledger: records of an inspection campaign, checked and made into a static site."""
