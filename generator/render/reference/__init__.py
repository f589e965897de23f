"""Pages that explain: dictionary, glossary, sources, rules, recent changes."""
