"""Tests of `generator/kinds/task/`."""
