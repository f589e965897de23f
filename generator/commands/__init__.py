"""One file per command: words typed → one function → what is printed. Nothing is decided here."""
