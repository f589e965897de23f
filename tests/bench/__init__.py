"""Measurements, never timed tests: `make bench` prints how long things take and in what ratio."""
