"""The record kind 目标."""
