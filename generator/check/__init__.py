"""Raw records → findings, and the register of those that have the right shape.

Knows neither YAML nor Git: what hindered reading arrives as faults, values as text.
"""
