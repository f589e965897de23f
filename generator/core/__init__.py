"""What every other package needs: fields, dates, words, findings, YAML of a record."""
