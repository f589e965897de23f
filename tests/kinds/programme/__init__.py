"""Tests of `generator/kinds/programme/`."""
