"""`python -m ui.cli` is `reperes`."""

from ui.cli.app import main

if __name__ == "__main__":  # worker processes import this module too
    main()
