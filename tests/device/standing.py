"""A device as it stands after a step, kept on this machine's disk: others go on from there instead of being switched on for that step each."""

import shutil
from pathlib import Path

from point import Card, Point


class Standing:
    """A folder with what a device was doing, its card, and the reading point around it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.memory, self.card, self.around = (self.folder / name for name in ("memory", "card.img", "point"))

    def keep(self, machine, card, point):
        """Ends that device and keeps it."""
        self.folder.mkdir(parents=True)
        machine.keep(self.memory)
        Card(card.path, self.card, larger=0)
        point.end()
        shutil.copytree(point.folder, self.around)

    def point(self, built, folder):
        """The same reading point once more."""
        return Point(built, folder, self.around)

    def card_to(self, path):
        """The same card once more."""
        return Card(self.card, path, larger=0)
