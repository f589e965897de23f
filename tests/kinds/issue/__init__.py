"""Tests of `generator/kinds/issue/`."""
