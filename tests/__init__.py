"""Examples of what the register does, one file per module."""
