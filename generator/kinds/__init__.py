"""The record kinds, one folder each: model, rules, pages, search entries, demo."""
