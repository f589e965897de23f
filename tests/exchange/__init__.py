"""Tests of `generator/exchange/`."""
