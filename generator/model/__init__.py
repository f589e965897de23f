"""What the records are: their shapes, their identity and the register that holds them."""
