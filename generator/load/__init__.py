"""Files and Git blobs → raw records with the place of every value."""
