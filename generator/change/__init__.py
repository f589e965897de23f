"""The whole way of a change: history → load → check → derive, as `build` goes it for a state."""
