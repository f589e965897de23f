"""Tests of `generator/site/`."""
