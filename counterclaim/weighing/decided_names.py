"""Who is who, as decided: which entity id every use of a key has once people's decisions hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from counterclaim.records import identify
from counterclaim.weighing.decided_links import Constraints, Group, regroup
from counterclaim.weighing.decided_rows import Use


def renamed(
    meaning: Mapping[Use, str],
    decided: Constraints[Use],
    *,
    lone: Iterable[str],
    is_known: Callable[[str], bool],
    documents: Mapping[str, str],
) -> dict[Use, str]:
    """Use -> entity id, of every use in ``meaning`` and of every key as such (the use ``("", key)``).

    ``lone`` are keys that rows point to without a use of their own; ``documents`` gives each article's document. An entity that
    joins others keeps a catalogue's id, else the id with most uses; one that leaves takes a new id made of its key and of
    the document that first uses it, so that it is the same after every rebuild.
    """
    groups: dict[str, list[Use]] = defaultdict(list)
    keys: set[str] = set()
    for use, entity_id in meaning.items():
        if use[1] not in keys:
            keys.add(use[1])
            groups[entity_id].append(("", use[1]))
        groups[entity_id].append(use)
    for key in lone:
        groups[key].append(("", key))
    ids = list(groups)
    found: dict[Use, str] = {}
    taken = set(ids)
    for group in regroup(list(groups.values()), decided):
        entity_id = _id(group, ids, groups, is_known, documents, taken)
        taken.add(entity_id)
        found.update(dict.fromkeys(group.nodes, entity_id))
    return found


def _id(
    group: Group[Use],
    ids: Sequence[str],
    groups: Mapping[str, Sequence[Use]],
    is_known: Callable[[str], bool],
    documents: Mapping[str, str],
    taken: set[str],
) -> str:
    heirs = [ids[position] for position in group.heir_of]
    if heirs:
        sizes = Counter({i: len(groups[i]) for i in heirs})
        return min(heirs, key=lambda i: (not is_known(i), -sizes[i], i))
    first = min((use for use in group.nodes if use[0]), key=lambda u: (documents[u[0]], u), default=group.nodes[0])
    mark = identify("ent", documents.get(first[0], ""), first[1]).removeprefix("ent-")
    length = next((n for n in range(6, 16) if f"{first[1]}-{mark[:n]}" not in taken), 16)
    return f"{first[1]}-{mark[:length]}"
