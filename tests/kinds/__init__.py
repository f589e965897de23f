"""Tests of `generator/kinds/`."""
