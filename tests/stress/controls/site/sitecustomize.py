"""Loaded by Python itself in every process of a rig that runs with ``WITHOUT``: modules on the control's list are imported with the guard cut out."""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Sequence
from types import CodeType, ModuleType

from tests.stress.controls.control import Cut
from tests.stress.controls.guards import CONTROLS

_CUTS: dict[str, list[Cut]] = {}
for _cut in CONTROLS[os.environ["WITHOUT"]].cuts:
    _CUTS.setdefault(_cut.module, []).append(_cut)


class _Cutting(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        """Never from the cache, and never into it."""
        source = self.get_data(self.path).decode()
        for cut in _CUTS[fullname]:
            source = cut.apply(source)
        return compile(source, self.path, "exec")


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in _CUTS:
            return None
        found = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if found is None or found.origin is None:
            return None
        return importlib.util.spec_from_file_location(fullname, found.origin, loader=_Cutting(fullname, found.origin))


sys.meta_path.insert(0, _Finder())
