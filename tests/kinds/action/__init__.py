"""Tests of `generator/kinds/action/`."""
