"""What the program knows beforehand: plain data files that a researcher can edit, and fast look-ups over them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from counterclaim.knowledge import casing, files, measures, places_file
from counterclaim.knowledge.catalogue import Actor, Catalogue
from counterclaim.knowledge.cues import Cues
from counterclaim.knowledge.gazetteer import Gazetteer
from counterclaim.knowledge.loaded import LoadedTerms
from counterclaim.knowledge.plover import Plover
from counterclaim.records import Reject

__all__ = ["Actor", "Catalogue", "Cues", "Gazetteer", "Knowledge", "LoadedTerms", "Plover", "load"]


@dataclass(frozen=True)
class Knowledge:
    """All that finders and weighers look things up in. ``digest`` changes when any of the data does.

    ``rejects`` are the rows of a researcher's own files that could not be used.
    """

    catalogue: Catalogue
    gazetteer: Gazetteer
    cues: Cues
    plover: Plover
    loaded: LoadedTerms
    rejects: tuple[Reject, ...] = ()

    @property
    def digest(self) -> str:
        """One digest over the parts."""
        from counterclaim.records import identify

        parts = (self.catalogue, self.gazetteer, self.cues, self.plover, self.loaded)
        return identify("kn", *(part.digest for part in parts), measures.digest(), files.digest(casing.WORDS))


def load(catalogue_files: tuple[Path, ...] = (), places_files: tuple[Path, ...] = ()) -> Knowledge:
    """The shipped knowledge, with a researcher's own catalogue and places files merged over it.

    Raises SettingsError for a file that cannot be used.
    """
    catalogue, gazetteer = Catalogue.load(catalogue_files), Gazetteer.load()
    rejects = list(catalogue.rejects)
    for path in places_files:
        places, bad = places_file.read(path)
        gazetteer = gazetteer.with_places(places)
        rejects += bad
    return Knowledge(
        catalogue=catalogue,
        gazetteer=gazetteer,
        cues=Cues.load(),
        plover=Plover.load(),
        loaded=LoadedTerms.load(),
        rejects=tuple(rejects),
    )
