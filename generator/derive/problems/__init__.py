"""Problems as lines and briefs, and counts of them."""
