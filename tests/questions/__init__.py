"""Tests of `generator/questions/`."""
