"""The record kind 考评."""
