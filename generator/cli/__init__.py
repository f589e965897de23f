"""The command `lantian`, one module per command."""
