"""One article at a time, with no memory of the others: names, claims, dates, figures, accounts, relations."""

from counterclaim.finding.article import find, texts

__all__ = ["find", "texts"]
