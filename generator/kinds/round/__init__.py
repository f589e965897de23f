"""The record kind 轮次."""
