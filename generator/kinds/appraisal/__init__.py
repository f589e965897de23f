"""The record kind 考核评比."""
