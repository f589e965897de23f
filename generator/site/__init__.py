"""The site generator: scan, plan, load, validate, render, stage, publish."""
