"""The record kind 工作信息快报."""
