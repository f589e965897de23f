"""The record kind 通报."""
