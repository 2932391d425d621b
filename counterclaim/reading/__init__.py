"""Files become pages: a document row, the bytes kept, the text that is analysed, and the container's hints.

:func:`collect` lists files, :func:`load` gives the bytes of one, :func:`read` makes pages of bytes, and
:func:`segment` parts a page's text into articles and furniture.
What cannot be read becomes a reject with its reason, never an exception.
"""

from counterclaim.reading.boundary import READERS, read
from counterclaim.reading.files import collect, load
from counterclaim.reading.meta import load_meta
from counterclaim.reading.segment import segment

__all__ = ["READERS", "collect", "load", "load_meta", "read", "segment"]
