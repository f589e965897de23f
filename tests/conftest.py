"""What holds for all tests."""

from hypothesis import settings

# Machines differ, and a slow one is not a broken one: no test fails on time.
settings.register_profile("lantian", deadline=None)
settings.load_profile("lantian")
