"""Fetches again what `static/` holds of others: fonts, and the library that draws PDF pages.

Run by hand when a version below is raised: `python -m ui.site.vendoring`. It needs npm, and fontTools with brotli,
which come with the tests' tools. Each archive is checked against its digest before anything is written.

Fonts are cut down to what French needs, and a space and a hyphen that they lack are given the glyphs nearest to them.
Their licence (OFL 1.1, no reserved name) allows it; its text stands beside them.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).parent / "static"
NARROW_NO_BREAK_SPACE, THIN_SPACE = 0x202F, 0x2009
NO_BREAK_HYPHEN, HYPHEN = 0x2011, 0x2D
FRENCH = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *(0x152, 0x153, 0x178),  # Œ œ Ÿ (L’Haÿ-les-Roses, in capitals)
    *(0x300, 0x301, 0x302, 0x303, 0x308, 0x327),  # accents that decomposed text puts after their letter
    *range(0x2002, 0x200C),
    *range(0x2010, 0x2016),
    *range(0x2018, 0x201F),
    *(0x2020, 0x2022, 0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044),
    *range(0x2070, 0x208A),
    *(0x20AC, 0x2116, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0xFB01, 0xFB02),
)
"""Code points kept: French, its typography, the signs of figures. What a font lacks of it comes from the next one."""
FEATURES = ("ccmp", "locl", "kern", "mark", "mkmk", "liga", "tnum", "lnum", "sups", "ordn", "case")


@dataclass(frozen=True, slots=True)
class Package:
    """An npm package, at one version.

    Attributes:
        name: With its scope.
        version: Exactly.
        sha256: Of the archive, hexadecimal.
        files: Path in the package → path in `static/`, copied as it is.
        fonts: Likewise, cut down to `FRENCH` and compressed.
    """

    name: str
    version: str
    sha256: str
    files: dict[str, str]
    fonts: dict[str, str]


PACKAGES = (
    Package(
        "@expo-google-fonts/atkinson-hyperlegible-next",
        "0.4.1",
        "9c98b93e3f7dd7d7819f9c439aac9fb5b5466781fa1eb002caeb52eb7cb15ce8",
        {"LICENSE_FONT": "fonts/OFL-Atkinson-Hyperlegible-Next.txt"},
        {
            "400Regular/AtkinsonHyperlegibleNext_400Regular.ttf": "fonts/sans-regular.woff2",
            "400Regular_Italic/AtkinsonHyperlegibleNext_400Regular_Italic.ttf": "fonts/sans-italic.woff2",
            "700Bold/AtkinsonHyperlegibleNext_700Bold.ttf": "fonts/sans-bold.woff2",
        },
    ),
    Package(
        "@expo-google-fonts/literata",
        "0.4.3",
        "aae3f1db18107aaaa5ceee58456bf75b80fee594c31908dc652f794d05fa24b0",
        {"LICENSE_FONT": "fonts/OFL-Literata.txt"},
        {
            "400Regular/Literata_400Regular.ttf": "fonts/serif-regular.woff2",
            "400Regular_Italic/Literata_400Regular_Italic.ttf": "fonts/serif-italic.woff2",
        },
    ),
    Package(
        "pdfjs-dist",
        "6.5.438",
        "7461aefcd27c4ef0dd76f9ca5760f09466eb6b3f934432670c12132e7b3d6faa",
        {
            "LICENSE": "pdfjs/LICENSE",
            "legacy/build/pdf.min.mjs": "pdfjs/pdf.min.mjs",
            "legacy/build/pdf.worker.min.mjs": "pdfjs/pdf.worker.min.mjs",
            "wasm/jbig2_nowasm_fallback.js": "pdfjs/images/jbig2_nowasm_fallback.js",
            "wasm/openjpeg_nowasm_fallback.js": "pdfjs/images/openjpeg_nowasm_fallback.js",
            "wasm/LICENSE_JBIG2": "pdfjs/images/LICENSE_JBIG2",
            "wasm/LICENSE_PDFJS_JBIG2": "pdfjs/images/LICENSE_PDFJS_JBIG2",
            "wasm/LICENSE_OPENJPEG": "pdfjs/images/LICENSE_OPENJPEG",
            "wasm/LICENSE_PDFJS_OPENJPEG": "pdfjs/images/LICENSE_PDFJS_OPENJPEG",
        },
        {},
    ),
)
"""`legacy/` runs on browsers of the last three years or so, as town halls have them; the other build on the latest."""


def main() -> None:
    """Fetches, checks and writes every package."""
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            write(package, unpacked(package, Path(folder)))


def unpacked(package: Package, folder: Path) -> Path:
    """Where the package lies once downloaded, checked and unpacked.

    Raises:
        SystemExit: Its digest is not the one expected.
    """
    npm = shutil.which("npm") or "npm"
    told = subprocess.run(  # noqa: S603 — constants of this file
        [npm, "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = folder / told.stdout.split()[-1]
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != package.sha256:
        raise SystemExit(f"{package.name} {package.version}: sha256 {digest}, not {package.sha256!r}")
    into = folder / archive.stem
    with tarfile.open(archive) as packed:
        packed.extractall(into, filter="data")
    return into / "package"


def write(package: Package, folder: Path) -> None:
    """Writes what is wanted of an unpacked package into `static/`."""
    for source, target in (package.files | package.fonts).items():
        (STATIC / target).parent.mkdir(parents=True, exist_ok=True)
        if source in package.fonts:
            cut_down(folder / source, STATIC / target)
        else:
            shutil.copyfile(folder / source, STATIC / target)


def cut_down(source: Path, target: Path) -> None:
    """Writes a font with the glyphs of `FRENCH` only, compressed as WOFF2."""
    from fontTools import subset  # no part of what is installed to run: only to fetch again
    from fontTools.ttLib import TTFont

    font = TTFont(source)
    for table in font["cmap"].tables:
        for lacking, nearest in ((NARROW_NO_BREAK_SPACE, THIN_SPACE), (NO_BREAK_HYPHEN, HYPHEN)):
            if nearest in table.cmap:
                table.cmap.setdefault(lacking, table.cmap[nearest])
    options = subset.Options(flavor="woff2", layout_features=list(FEATURES), hinting=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=FRENCH)
    cutter.subset(font)
    subset.save_font(font, str(target), options)


if __name__ == "__main__":
    main()
