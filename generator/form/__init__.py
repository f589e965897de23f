"""Forms to fill in: one HTML file that needs nothing else, and the pages of the editing server."""
