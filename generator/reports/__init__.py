"""Bulletins and letters of a period: numbers, texts, pages."""
