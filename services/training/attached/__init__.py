"""What people attach, drawn from a poster: the same picture for the same form and key.

- forms.py: every form by name, and how one is drawn
- turned.py: on its side, upside down
- screens.py: a photo of a screen; a phone's screenshot
- places.py: a cover on a desk and in poor light, a poster on a wall, two side by side
- grounds.py: walls, desks and what lies on them
- camera.py: laying a picture into another, light, glare, blur, noise; what all of these share
"""

from services.training.attached.camera import Attached, Corners
from services.training.attached.forms import FORMS, GROUPS, Form, attached

__all__ = ["FORMS", "GROUPS", "Attached", "Corners", "Form", "attached"]
