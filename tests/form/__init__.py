"""Tests of `generator/form/`."""
