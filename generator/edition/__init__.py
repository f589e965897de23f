"""What the public may see of a register on a day, as values; how it is shown is for `render`."""
