"""Tests of `generator/reports/`."""
