"""Replays what happened to a problem by the lifecycle of its campaign. Values in, values out.

A room of its own below `check` and `derive`, because both ask it: the one whether each step was
legal, the other where a problem stands now.
"""
