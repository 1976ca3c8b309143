"""`python -m evals.calibration [--data-dir DIR] [--write]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from evals.calibration.training import measured, train, write
from indexer.settings import Settings


def main() -> None:
    """Trains, prints the out-of-fold figures, and writes the model when asked to."""
    parser = argparse.ArgumentParser(prog="python -m evals.calibration")
    parser.add_argument("--data-dir", type=Path, default=None)
    parser.add_argument("--write", action="store_true", help="replace assistant/refusal_model.json")
    options = parser.parse_args()
    settings = Settings.load()
    if options.data_dir:
        settings = settings.model_copy(update={"data_dir": options.data_dir})
    trained = train(settings)
    print("\n".join(f"{name}: {value}" for name, value in measured(trained).items()))
    if options.write:
        print(f"written: {write(trained)}")


main()
