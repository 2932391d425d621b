"""The corpus as a whole: who is who, which articles are copies, which accounts tell one event, what disagrees."""

from counterclaim.weighing.weigh import weigh

__all__ = ["weigh"]
