"""The way of the audit trail: history → derive; kept between runs, read on where it stopped."""

from generator.audit.reader import audit_at, audit_of, read_audit, signature_states

__all__ = ["audit_at", "audit_of", "read_audit", "signature_states"]
