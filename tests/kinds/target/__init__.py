"""Tests of `generator/kinds/target/`."""
