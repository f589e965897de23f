"""The record kind 监测监控."""
