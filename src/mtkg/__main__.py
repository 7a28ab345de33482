"""Run the command line as ``python -m mtkg``."""

from mtkg.cli import main

if __name__ == "__main__":
    main()
