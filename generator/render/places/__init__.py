"""Where problems lie and when they were found: home, cities, rounds, progress, figures."""
