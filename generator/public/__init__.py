"""What the public edition may show: policy, redaction, personal data, leak scan."""
