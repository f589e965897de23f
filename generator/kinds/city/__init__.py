"""The record kind 城市."""
