"""Training on tiny models with random weights: what goes in, what is learnt, what comes out. Wants torch."""

from __future__ import annotations

import copy
import dataclasses
import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
tokenizers = pytest.importorskip("tokenizers")

from counterclaim.language.neural import Neural  # noqa: E402
from counterclaim.language.pieces import CASES, GAPS, central, cut, spread  # noqa: E402
from training import checkpoint, heads, labels, train, vector  # noqa: E402
from training.damage import damaged  # noqa: E402
from training.data import Coding, Document, Frame, claimed, named, sources, written  # noqa: E402
from training.encoder import Encoder, Shape, own_names  # noqa: E402
from training.examples import Example, batch, example, shuffled, windows  # noqa: E402
from training.export import export  # noqa: E402
from training.passages import parse  # noqa: E402

TEXT = "Milo Venn, of the Tide Front, said on Monday that OSTREL\nhad struck 21 boats.\n\n“We will stay,” Venn said, “here.”"
TINY = Shape(vocabulary=300, positions=64, width=24, layers=1, heads=2, inner=32, dropout=0.0)
SIZES = heads.Sizes(roles=16, dropout=0.0)
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def by():
    """A tokenizer of the base's kind, whose vocabulary is the sentence's words."""
    words = ["[PAD]", *[f"[unused{n}]" for n in range(99)], "[UNK]", "[CLS]", "[SEP]"]
    words += sorted(
        {*"abcdefghijklmnopqrstuvwxyz.,“”0123456789", *TEXT.lower().replace(",", " ").replace(".", " ").split()}
    )
    words += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz0123456789"]
    made = tokenizers.Tokenizer(
        tokenizers.models.WordPiece({w: n for n, w in enumerate(dict.fromkeys(words))}, unk_token="[UNK]")
    )
    made.normalizer = tokenizers.normalizers.BertNormalizer()
    made.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    return made


@pytest.fixture(autouse=True)
def one_thread():
    """Tiny matrices are slower on several threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def model() -> heads.Model:
    torch.manual_seed(1)
    return heads.Model(Encoder(TINY), SIZES)


def deep() -> heads.Model:
    """Three layers: one below the branch of the sentence vector, and two that it copies."""
    torch.manual_seed(1)
    return heads.Model(Encoder(dataclasses.replace(TINY, layers=3)), SIZES)


def record():
    def at(words: str) -> list[list[int]]:
        start = TEXT.index(words)
        return [[start, start + len(words)]]

    one = {
        "source": at("Milo Venn, of the Tide Front"),
        "cue": at("said"),
        "content": at("that OSTREL\nhad struck 21 boats"),
    }
    start = TEXT.rindex("said")
    two = {
        "source": [[start - 5, start - 1]],
        "cue": [[start, start + 4]],
        "content": at("“We will stay,”") + at("“here.”"),
    }
    return {"id": "x", "text": TEXT, "claims": [one, two]}


def test_pieces_know_their_characters_capitals_and_gaps(by) -> None:
    pieces = cut(TEXT, by)
    words = {
        TEXT[s:e]: (CASES[c], GAPS[g])
        for s, e, c, g in zip(pieces.starts, pieces.ends, pieces.cases, pieces.gaps, strict=True)
    }
    assert words["Milo"] == ("capital", "none")
    assert words["OSTREL"] == ("capitals", "space")
    assert words["had"] == ("lower", "line")
    assert words["“"] == ("none", "space")
    assert words["21"][0] == "digit"
    assert pieces.gaps[list(pieces.starts).index(TEXT.index("“"))] == GAPS.index("paragraph")


@pytest.mark.parametrize("first", [0, 3, 9])
@pytest.mark.parametrize(("length", "window", "stride"), [(0, 9, 9), (5, 9, 4), (9, 9, 4), (40, 9, 9), (41, 9, 4)])
def test_windows_hold_every_piece(length: int, window: int, stride: int, first: int) -> None:
    found = list(spread(length, window, stride, first))
    assert set().union(*(range(*x) for x in found)) == set(range(length))
    assert all(0 < b - a <= window for a, b in found)
    owner = central(found, length)
    assert all(found[n][0] <= place < found[n][1] for place, n in enumerate(owner))


def test_a_piece_belongs_to_the_window_with_most_room() -> None:
    assert list(central([(0, 6), (4, 10)], 10)) == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]


def test_tags_become_the_same_spans_again() -> None:
    given = [(0, 2, 0), (2, 3, 0), (5, 7, 3)]
    tags = labels.tags(given, 8)
    assert labels.spans(list(tags)) == given


def test_nothing_is_inside_what_has_not_begun() -> None:
    import numpy as np

    # Outside, begin, inside, end, single: each piece by itself would be inside, inside, outside.
    given = [[0.1, 0.1, 0.7, 0.05, 0.05], [0.1, 0.1, 0.5, 0.25, 0.05], [0.9, 0.02, 0.03, 0.03, 0.02]]
    assert labels.best(np.log(np.array(given, dtype=np.float32))) == [1, 3, 0]


def test_the_parts_of_a_claim_are_linked_to_its_cue(by) -> None:
    given = batch(windows(example(claimed(record()), by), 64, 64))
    pieces = cut(TEXT, by)

    def words(row: list[int]) -> str:
        return TEXT[slice(*pieces.words(row[1] - 1, row[2] - 1))]

    second = {words(given.parts[p].tolist()) for c, p, same in given.links.tolist() if same and c == 1}
    assert words(given.cues[1].tolist()) == "said"
    assert second == {"Venn", "“We will stay,”", "“here.”"}
    assert len(given.links) == len(given.cues) * len(given.parts)


def test_a_layer_that_a_set_does_not_label_costs_nothing(by) -> None:
    document = named(
        {"id": "x", "text": TEXT, "types": ["PERSON"], "entities": [{"start": 0, "end": 9, "type": "PERSON"}]}
    )
    given = batch(windows(example(document, by), 64, 64))
    assert set(heads.losses(model(), given)) == {"names"}
    assert given.allowed[0].sum() == 5


def test_a_reference_without_certainty_is_left_out(by) -> None:
    document = Document("x", TEXT, {"names": ((0, 9, "PERSON"),)}, unsure={"names": ((0, 4), (14, 28))})
    row = example(document, by).tags["names"]
    pieces = cut(TEXT, by)
    assert {TEXT[s:e] for s, e, tag in zip(pieces.starts, pieces.ends, row, strict=True) if tag == labels.IGNORED} == {
        "the", "Tide", "Front",
    }  # fmt: skip


def test_a_span_cut_by_a_window_is_no_beginning(by) -> None:
    document = Document("x", TEXT, {"names": ((0, 9, "PERSON"),)})
    second = windows(example(document, by), 4, 4, 1)[1]
    assert batch([second]).tags["names"][0].tolist()[1] == labels.IGNORED


def test_every_pass_reads_every_piece_in_bounded_batches(by) -> None:
    examples = [example(Document(str(n), TEXT * (n + 1), {"dates": ()}), by) for n in range(4)]
    batches = list(shuffled(examples, 16, 48, random.Random(1)))
    assert sum(len(w) - 2 for chosen in batches for w in chosen) == sum(len(e.pieces) for e in examples)
    assert all(max(map(len, chosen)) * len(chosen) <= 48 for chosen in batches)


PASSAGE = """## 1 news
Milo Venn, of the Tide Front, said on Monday that OSTREL had struck 21 boats.
name PERSON: Milo Venn
claim accuses: source = Milo Venn | cue = said | content = OSTREL had struck 21 boats
claim denies: source = Tide Front | cue = that | content = boats
event ASSAULT denied: trigger = struck | actor = OSTREL | recipient = 21 boats
date: Monday
figure vehicles: 21 boats
"""


def test_a_passage_teaches_all_layers(by) -> None:
    (passage,) = parse(PASSAGE, "x")
    found = heads.losses(model(), batch(windows(example(written(passage, "x"), by), 64, 64)))
    assert set(found) == {
        "names", "dates", "figures", "triggers", "source", "cue", "content", "inner_source", "inner_cue",
        "inner_content", "kinds", "statuses", "links", "events", "stances",
    }  # fmt: skip


def test_a_few_steps_learn_stances_and_happenings_of_claims_inside_claims(by, tmp_path: Path) -> None:
    learner, (passage,) = model(), parse(PASSAGE, "x")
    taught(learner, example(written(passage, "x"), by))
    (reading,) = shipped(learner, by, tmp_path).read([passage.text])

    def words(layer: str) -> list[tuple[str, str]]:
        return [(passage.text[x.start : x.end], x.value) for x in reading.layer(layer)]

    assert words("content") == [("that OSTREL had struck 21 boats", "accuses")]
    assert words("inner_content") == [("boats", "denies")]
    assert words("trigger") == [("struck", "ASSAULT")] and words("status") == [("struck", "denied")]
    assert words("recipient") == [("21 boats", "")]
    assert words("figure") == [("21 boats", "vehicles")]


def shipped(learner: heads.Model, by, folder: Path) -> Neural:
    """The model as it ships, in fp32."""
    by.save(str(folder / "tokenizer.json"))
    checkpoint.save(folder / "saved", learner, SIZES, checkpoint.Options(64, 48), folder)
    export(folder / "saved", folder / "out", large=True)
    return Neural(folder / "out", vectors=True)


def taught(learner: heads.Model, *examples: Example) -> None:
    """Train on a few examples until they are learnt."""
    config = train.configuration(train.HERE / "config.toml", [])
    changes = {"epochs": 60, "rate": 5e-3, "head_rate": 1e-2, "window": 64}
    config["train"] |= changes
    given = [train.Given(each, None, 1.0) for each in examples]
    train.train(learner, given, config, torch.device("cpu"))


def test_a_few_steps_learn_the_claims_and_give_them_back_exactly(by, tmp_path: Path) -> None:
    learner = model()
    taught(learner, example(claimed(record()), by))
    (reading,) = shipped(learner, by, tmp_path).read([TEXT])
    found: dict[int, dict[str, list[list[int]]]] = {}
    for link in reading.links:
        cue, part = reading.labels[link.head], reading.labels[link.tail]
        if cue.layer != "cue":
            continue
        claim = found.setdefault(link.head, {"source": [], "cue": [[cue.start, cue.end]], "content": []})
        claim[link.kind].append([part.start, part.end])
    assert [found[head] for head in sorted(found)] == record()["claims"]


def test_dyads_have_a_type_for_each_coding(by) -> None:
    document = Document(
        "x", TEXT, codings=(Coding((0, 9), None, "ASSAULT"), Coding(None, (18, 28), "AID")), quad="none"
    )
    found = heads.losses(model(), batch(windows(example(document, by), 64, 64)))
    assert set(found) == {"codings", "quads"}


def test_a_sentence_vector_begins_with_the_base_s_last_layers(by) -> None:
    learner = deep().eval()
    pieces = torch.randint(3, 250, (2, 9))
    mask = torch.ones_like(pieces)
    low = learner.encoder(pieces, torch.zeros_like(pieces), torch.zeros_like(pieces), None)[0]
    alone = torch.nn.functional.normalize(learner.encoder.plain(pieces, mask).mean(1), dim=-1)
    assert torch.allclose(learner.vector(low, mask), alone, atol=1e-5)


def test_the_sentence_vector_learns_to_be_the_base_s_and_nothing_else_moves(by) -> None:
    learner = deep()
    base = copy.deepcopy(learner.encoder)
    with torch.no_grad():
        for layer in learner.vector.layers:
            layer.narrow.weight.normal_(0, 0.3)
    before = {name: value.clone() for name, value in learner.state_dict().items() if not name.startswith("vector.")}
    config = train.configuration(
        train.HERE / "config.toml", ["vector.pieces=4000", "vector.rate=5e-3", "train.window=64"]
    )
    texts = [" ".join(f"milo venn said 2{n} boats".split()[n % 3 :]) + "." for n in range(9)]
    given = [train.Given(example(Document(str(n), text), by), None, 1.0) for n, text in enumerate(texts)]
    first = vector.learn(learner, base, given, {**config, "vector": {**config["vector"], "pieces": 100}}, CPU)
    last = vector.learn(learner, base, given, config, CPU)
    assert first is not None and last is not None and last > max(first, 0.95)
    assert all(torch.equal(value, learner.state_dict()[name]) for name, value in before.items())


def test_without_sets_of_unclear_licence() -> None:
    names = ["attribution", "newswire", "referring", "codings", "quads", "own"]
    assert [s.name for s in sources(names, permissive=True)] == ["referring", "own"]
    with pytest.raises(KeyError):
        sources(["unheard"], permissive=False)


def test_the_anchor_of_a_frame_is_its_cue_or_trigger() -> None:
    roles = {"source": ((0, 3),), "cue": ((9, 12), (5, 7))}
    assert Frame("claims", roles).anchor == (5, 7)
    assert Frame("events", {"trigger": ((4, 8),)}).anchor == (4, 8)
    assert Frame("claims", {"content": ((0, 2),)}).anchor is None


def test_weights_of_a_bert_file_find_their_places() -> None:
    base = {"embeddings.token_type_embeddings.weight": torch.ones(2, 4), "pooler.dense.bias": torch.ones(4)}
    base["encoder.layer.3.attention.self.query.bias"] = base["encoder.layer.3.output.LayerNorm.weight"] = torch.ones(4)
    assert set(own_names(base)) == {"kind", "layers.3.query.bias", "layers.3.last_norm.weight"}


def test_a_setting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        train.configuration(train.HERE / "config.toml", ["train.rat=1"])
    assert train.configuration(train.HERE / "config.toml", ["train.rate=0.5"])["train"]["rate"] == 0.5


def test_a_model_comes_back_from_disk(by, tmp_path: Path) -> None:
    by.save(str(tmp_path / "tokenizer.json"))
    learner = model()
    checkpoint.save(tmp_path / "out", learner, SIZES, checkpoint.Options(window=32), tmp_path)
    back, _, options = checkpoint.load(tmp_path / "out")
    assert options.window == 32
    assert all(torch.equal(value, learner.state_dict()[name]) for name, value in back.state_dict().items())


def test_int8_weights_are_smaller_and_read_nearly_the_same(by, tmp_path: Path) -> None:
    learner = model()
    large = shipped(learner, by, tmp_path)
    export(tmp_path / "saved", tmp_path / "small")
    small = Neural(tmp_path / "small", vectors=True)
    sizes = [(folder / "read.onnx").stat().st_size for folder in (tmp_path / "small", tmp_path / "out")]
    assert sizes[0] < sizes[1] and small.digest != large.digest
    one, two = (each.read([TEXT])[0].vectors for each in (large, small))
    assert (one * two).sum(-1).min() > 0.98


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_text_keeps_its_labels(seed: int) -> None:
    whole = claimed(record())
    hurt = damaged(whole, random.Random(seed))
    assert len(hurt.text) <= len(whole.text)

    def bare(words: str) -> str:
        return "".join(c for c in words.lower() if c.isalnum())

    for layer, spans in whole.spans.items():
        now = [bare(hurt.text[s:e]) for s, e, _ in hurt.spans[layer]]
        assert now == [bare(whole.text[s:e]) for s, e, _ in spans]
    for one, two in zip(whole.frames["claims"], hurt.frames["claims"], strict=True):
        assert {r: len(s) for r, s in one.roles.items()} == {r: len(s) for r, s in two.roles.items()}
