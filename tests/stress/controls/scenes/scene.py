"""What a scene is."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.stress.controls.play import Play


@dataclass(frozen=True, slots=True)
class Scene:
    """
    ``needs``     the processes that play in it.
    ``is_alone``  it leaves a mark on its cast, and is never played with one that other scenes use.
    """

    play: Callable[[Play], None]
    needs: frozenset[str]
    is_alone: bool = False

    @property
    def name(self) -> str:
        return self.play.__name__


def scene(play: Callable[[Play], None], *needs: str, is_alone: bool = False) -> Scene:
    """A scene by its function and the processes that it needs."""
    return Scene(play, frozenset(needs), is_alone=is_alone)
