"""Tests of `generator/checks/`."""
