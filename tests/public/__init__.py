"""Tests of `generator/public/`."""
