"""The record kind 联络."""
