"""Tests of `generator/audit/`."""
