"""Tests of `generator/core/`."""
