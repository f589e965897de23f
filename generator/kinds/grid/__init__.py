"""The record kind 网格."""
