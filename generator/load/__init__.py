"""Files → raw records with the place of every value. Whether they are right is for check."""
