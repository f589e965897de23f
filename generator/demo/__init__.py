"""An invented register of any size with its history, to try things out: all marked 示例."""
