"""Tests of `generator/load/`."""
