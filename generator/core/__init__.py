"""The base of every other package: fields, dates, words, findings, YAML of a record."""
