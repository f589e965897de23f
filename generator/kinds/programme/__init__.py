"""The record kind 专项行动."""
