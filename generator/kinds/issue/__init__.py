"""The record kind 问题."""
