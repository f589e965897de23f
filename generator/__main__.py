"""`python -m generator` is `lantian`."""

from generator.cli.main import main

if __name__ == "__main__":  # a process that is spawned reads this file again
    main()
