"""Tests of `generator/kinds/team/`."""
