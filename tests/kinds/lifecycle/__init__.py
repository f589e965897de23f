"""Tests of `generator/kinds/lifecycle/`."""
