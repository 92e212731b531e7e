"""The editions of a built site: those of the last build where nothing has changed since, or made now.

Run by ``make site``, never by ``make serve``.
"""

import sys
from pathlib import Path

from editorial.build.digests import digests
from editorial.editions.again import keep, made_from, taken_again

ROOT = Path(__file__).parent.parent


def main(site: Path, cache: Path) -> None:
    """Write every edition into the site, and their links into its pages.

    Args:
        site: the built site.
        cache: where they are kept for the next build.
    """
    before = digests(site)
    inputs = made_from(before, ROOT)
    if taken_again(site, cache, inputs):
        return
    # What it imports takes longer than all that is above.
    from editorial.editions.pdf import DrawingError  # noqa: PLC0415
    from make_editions import main as make  # noqa: PLC0415

    try:
        names = make(site, cache)
    except DrawingError as error:
        sys.exit(str(error))
    if names:
        keep(site, cache, inputs, before=before, names=names)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), ROOT / ".cache" / "editions")
