"""The record kind 措施."""
