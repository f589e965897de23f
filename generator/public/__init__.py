"""The public edition: policy, redaction, personal data, leak scan."""
