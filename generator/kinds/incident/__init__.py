"""The record kind 现场情况."""
