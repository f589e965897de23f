"""`python -m generator` is `lantian`."""

from generator.cli import main

main()
