"""What is kept between runs, in one SQLite file below `.build/`."""
