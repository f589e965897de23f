"""Tests in a real headless Chromium, on pages opened from disk."""
