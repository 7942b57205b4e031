"""Scenes: each a few seconds of play that bring what one guard, or several, stand against. Played with all guards, all judges are content."""

from tests.stress.controls.scenes import claims, codes, files, money, openings, people, platform, requests, suppliers
from tests.stress.controls.scenes.scene import Scene

SCENES: dict[str, Scene] = {
    scene.name: scene for house in (claims, codes, files, money, openings, people, platform, requests, suppliers) for scene in house.SCENES
}
