"""Tests of `generator/cache/`."""
