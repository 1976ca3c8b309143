"""`python -m ui.cli` is `reperes`."""

from ui.cli.app import main

main()
