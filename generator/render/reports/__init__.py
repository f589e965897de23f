"""Bulletins and letters: tables of their pages, and their text."""
