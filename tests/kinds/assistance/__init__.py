"""Tests of `generator/kinds/assistance/`."""
