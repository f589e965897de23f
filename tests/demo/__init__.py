"""Tests of `generator/demo/`."""
