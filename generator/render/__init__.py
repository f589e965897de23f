"""A register → pages, as text. Knows nothing of disks and nothing of the frame round a page."""
