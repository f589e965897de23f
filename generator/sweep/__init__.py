"""The check of a whole register: on all cores, and without what was found clean before."""
