"""Campaigns, with what their plans ask for and the teams that work in them."""
