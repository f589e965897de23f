"""From the commits of a history to the trail of each record."""
