"""The record kind 工作组."""
