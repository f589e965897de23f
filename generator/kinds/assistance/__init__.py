"""The record kind 帮扶."""
