"""Values in, frozen values out: counts and groupings of a register; no files, no Git, no HTML."""
