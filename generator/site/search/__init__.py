"""The record search: shards, manifest and the page."""
