"""The part of a site that belongs to one city: made in a process of its own, and kept."""
