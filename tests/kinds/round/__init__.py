"""Tests of `generator/kinds/round/`."""
