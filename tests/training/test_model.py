"""Training on tiny models with random weights: what goes in, what is learnt, what comes out. Wants torch."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
tokenizers = pytest.importorskip("tokenizers")

from training import checkpoint, heads, labels, train  # noqa: E402
from training.data import Coding, Document, Frame, claimed, named, sources, written  # noqa: E402
from training.encoder import Encoder, Shape, own_names  # noqa: E402
from training.examples import Example, batch, example, shuffled, windows  # noqa: E402
from training.passages import parse  # noqa: E402
from training.reader import Options, Reader  # noqa: E402
from training.windows import CASES, GAPS, central, cut, spread  # noqa: E402

TEXT = "Milo Venn, of the Tide Front, said on Monday that OSTREL\nhad struck 21 boats.\n\n“We will stay,” Venn said, “here.”"
TINY = Shape(vocabulary=300, positions=64, width=24, layers=1, heads=2, inner=32, dropout=0.0)


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
    return heads.Model(Encoder(TINY), heads.Sizes(roles=16, dropout=0.0))


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

    scores = np.log(np.array([[0.2, 0.1, 0.7], [0.1, 0.1, 0.8], [0.9, 0.05, 0.05]], dtype=np.float32))
    assert labels.best(scores) == [1, 2, 0]


def test_a_claim_in_parts_becomes_rows_for_its_cue(by) -> None:
    given = batch(windows(example(claimed(record()), by), 64, 64))
    assert given.anchors["claims"].shape == (2, 2)
    pieces = cut(TEXT, by)
    content = labels.spans(given.roles["claims"][1, 2].tolist())
    assert [TEXT[slice(*pieces.words(s - 1, e - 1))] for s, e, _ in content] == ["“We will stay,”", "“here.”"]


def test_a_layer_that_a_set_does_not_label_costs_nothing(by) -> None:
    document = named(
        {"id": "x", "text": TEXT, "types": ["PERSON"], "entities": [{"start": 0, "end": 9, "type": "PERSON"}]}
    )
    given = batch(windows(example(document, by), 64, 64))
    assert set(heads.losses(model(), given)) == {"names"}
    assert given.allowed[0].sum() == 3


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
        "names", "dates", "figures", "triggers", "source", "cue", "content", "kinds", "statuses", "claims", "events", "stances",
    }  # fmt: skip


def test_a_few_steps_learn_stances_and_happenings_of_claims_inside_claims(by) -> None:
    learner, (passage,) = model(), parse(PASSAGE, "x")
    taught(learner, example(written(passage, "x"), by))
    found = Reader(learner, by, Options(window=64, stride=48)).read(passage.text, ("figures",), ("claims", "events"))

    def words(spans: list[tuple[int, int]]) -> list[str]:
        return [passage.text[s:e] for s, e in spans]

    assert [(words(c.roles["content"]), c.values["stances"]) for c in found.frames["claims"]] == [
        (["OSTREL had struck 21 boats"], "accuses"),
        (["boats"], "denies"),
    ]
    (event,) = found.frames["events"]
    assert event.values == {"kinds": "ASSAULT", "statuses": "denied"}
    assert words(event.roles["recipient"]) == ["21 boats"]
    assert [(passage.text[s:e], label) for s, e, label in found.spans["figures"]] == [("21 boats", "vehicles")]


def taught(learner: heads.Model, *examples: Example) -> None:
    """Train on a few examples until they are learnt."""
    config = train.configuration(train.HERE / "config.toml", [])
    changes = {"epochs": 60, "rate": 5e-3, "head_rate": 1e-2, "window": 64, "vector_every": 10_000}
    config["train"] |= changes
    train.train(learner, Encoder(TINY), [(each, 1.0) for each in examples], config, torch.device("cpu"))


def test_a_few_steps_learn_the_claims_and_give_them_back_exactly(by) -> None:
    learner = model()
    taught(learner, example(claimed(record()), by))
    found = Reader(learner, by, Options(window=64, stride=48)).read(TEXT, ("cue",), ("claims",))
    assert [TEXT[s:e] for s, e, _ in found.spans["cue"]] == ["said", "said"]
    wanted = [{k: [tuple(x) for x in v] for k, v in c.items()} for c in record()["claims"]]
    assert [claim.roles for claim in found.frames["claims"]] == wanted


def test_dyads_have_a_type_for_each_coding(by) -> None:
    document = Document(
        "x", TEXT, codings=(Coding((0, 9), None, "ASSAULT"), Coding(None, (18, 28), "AID")), quad="none"
    )
    found = heads.losses(model(), batch(windows(example(document, by), 64, 64)))
    assert set(found) == {"codings", "quads"}


def test_the_sentence_vector_begins_as_the_base(by) -> None:
    learner = model()
    given = batch(windows(example(Document("x", TEXT), by), 64, 64))
    found = heads.losses(learner.eval(), given, learner.encoder)
    assert float(found["vector"].detach()) == pytest.approx(0, abs=1e-5)


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
    checkpoint.save(tmp_path / "out", learner, heads.Sizes(roles=16, dropout=0.0), Options(window=32), tmp_path)
    back, _, options = checkpoint.load(tmp_path / "out")
    assert options.window == 32
    assert all(torch.equal(value, learner.state_dict()[name]) for name, value in back.state_dict().items())


def test_int8_graphs_say_what_the_model_says(by, tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    import onnxruntime

    from training import export

    learner = model().eval()
    large = export.graphs(learner, tmp_path)
    given = batch(windows(example(claimed(record()), by), 64, 64))
    inputs = {name: getattr(given, name).numpy() for name in ("ids", "cases", "gaps", "mask")}
    with torch.inference_mode():
        x = learner(given.ids, given.cases, given.gaps, given.mask)
        tags, _ = learner.frames(x, given.anchors["claims"], "claims")
    session = onnxruntime.InferenceSession(str(large[0]))
    assert session.run(["pieces"], inputs)[0] == pytest.approx(x.numpy(), abs=1e-4)
    frames = onnxruntime.InferenceSession(str(large[1]))
    asked = {"pieces": x[given.anchors["claims"][:, 0]].numpy(), "anchors": given.anchors["claims"][:, 1].numpy()}
    assert frames.run(["claims"], asked)[0] == pytest.approx(tags.numpy(), abs=1e-4)
    small = export.shrink(large[0])
    assert small.stat().st_size < large[0].stat().st_size
    assert export.difference(large[0], small, TINY.vocabulary)["pieces"] < 0.05
