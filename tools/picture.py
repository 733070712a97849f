"""Draw the pictures of the README: outcomes and milestones of the baseline."""

from pathlib import Path

import thermidor as th

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
MILESTONES = ("m11", "m34", "m37", "m38", "m40", "m53", "m55", "m71", "m82", "m96", "m116")


def main() -> None:
    """Simulate a thousand histories and write two SVG files."""
    ds = th.simulate(histories=1000, seed=0)
    IMAGES.mkdir(exist_ok=True)
    th.plot.save(th.plot.outcomes(ds), IMAGES / "outcomes.svg")
    th.plot.save(th.plot.milestones(ds, MILESTONES), IMAGES / "milestones.svg")


if __name__ == "__main__":
    main()
