"""The periods, numbers and letters of bulletins, and published ones beside them."""
