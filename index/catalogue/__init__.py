"""The catalogue: one SQLite file that is the source of truth of a library.

Nothing outside this package speaks SQL, so that another database can take SQLite's place.
"""

from index.catalogue.catalogue import Catalogue
from index.catalogue.documents import Documents, KnownDocument
from index.catalogue.outbox import Change, Outbox
from index.catalogue.passages import NewPassage, Passages, StoredPassage, Vectors

__all__ = [
    "Catalogue",
    "Change",
    "Documents",
    "KnownDocument",
    "NewPassage",
    "Outbox",
    "Passages",
    "StoredPassage",
    "Vectors",
]
