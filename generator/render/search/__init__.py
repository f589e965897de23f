"""What the record search reads: entries, shards, and the page itself."""
