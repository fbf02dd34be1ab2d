"""The model file, official lists and the encoder: what is missing, damaged or too old is said."""

import json
import zipfile
from random import Random

import numpy as np
import pytest

from broker.matching import model_file, official
from broker.matching.encoder import NoEncoder, OnnxEncoder, encoder_at, likeness
from broker.matching.engine import Engine
from broker.matching.errors import BadData
from broker.matching.weights import MEANING, PUBLISHED
from tests.sizes import size
from tests.unit.matching.letters import Letters
from tests.unit.matching.made import ALL, ROOFER, TODAY, engine, need

ABOUT = model_file.About("fit-1", "2027-01-01T00:00:00+00:00", {"records": 60})


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / model_file.NAME
    model_file.save(path, engine().reading, ABOUT)
    return path


def test_what_is_read_back_answers_as_what_was_saved(saved):
    reading, about = model_file.load(saved, engine().reading)
    assert about == ABOUT == model_file.about(saved)
    again = Engine(reading)
    for words in ("we fix boilers and fit bathrooms", "solicitors", ""):
        assert again.propose_sectors(words) == engine().propose_sectors(words)
    first, second = (
        one.rank_businesses(need(), one.catalogue(ALL), today=TODAY).suggested for one in (engine(), again)
    )
    assert [(one.business_id, one.score) for one in first] == [(one.business_id, one.score) for one in second]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_truncated_file_is_refused_in_a_sentence(saved, tmp_path, share):
    cut = tmp_path / model_file.NAME
    whole = saved.read_bytes()
    cut.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(model_file.NoModelFile, match="damaged"):
        model_file.load(cut, engine().reading)


@pytest.mark.parametrize("seed", range(size(6, 200)))
def test_a_file_with_flipped_bytes_is_refused_or_says_the_same(saved, tmp_path, seed):
    draw = Random(seed)
    whole = bytearray(saved.read_bytes())
    for at in draw.sample(range(len(whole)), draw.choice([1, 3, 50])):
        whole[at] ^= 1 << draw.randrange(8)
    flipped = tmp_path / model_file.NAME
    flipped.write_bytes(whole)
    try:
        reading, about = model_file.load(flipped, engine().reading)
    except model_file.NoModelFile as problem:
        assert str(problem)
    else:  # a date of the archive, which says nothing of the model
        assert about == ABOUT
        assert Engine(reading).propose_sectors("we fix boilers") == engine().propose_sectors("we fix boilers")


def test_a_file_of_another_version_is_refused(saved, tmp_path):
    other = tmp_path / model_file.NAME
    with np.load(saved) as stored:
        head = json.loads(str(stored["head"])) | {"format": 0}
        np.savez(other, head=np.array(json.dumps(head)))
    with pytest.raises(model_file.NoModelFile, match="another version"):
        model_file.load(other, engine().reading)


def test_a_missing_file_and_one_that_lacks_a_part_are_refused(saved, tmp_path):
    with pytest.raises(model_file.NoModelFile, match="no model file"):
        model_file.about(tmp_path / "none.npz")
    partial = tmp_path / "partial.npz"
    with zipfile.ZipFile(saved) as whole, zipfile.ZipFile(partial, "w") as less:
        for name in whole.namelist():
            if not name.startswith("kinds"):
                less.writestr(name, whole.read(name))
    with pytest.raises(model_file.NoModelFile, match="damaged"):
        model_file.load(partial, engine().reading)


class TestOfficialLists:
    def written(self, tmp_path, text):
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        return path

    def test_columns_are_found_by_their_headings_in_any_order(self, tmp_path):
        path = self.written(tmp_path, "Activity,Other,UK SIC 2007\nRoof mending,x,43.91/0\nNone,x,99x\nRice,x,01.12\n")
        assert official.read("sic-index", path) == [("43910", "Roof mending"), ("0112", "Rice")]

    def test_what_a_code_leaves_out_teaches_nothing(self, tmp_path):
        path = self.written(tmp_path, "code,kind,text\n4391,includes,slating\n4391,excludes,renting scaffolds\n")
        assert official.read("sic-notes", path) == [("4391", "slating")]

    def test_themes_of_others_become_ours_and_unknown_ones_are_left_out(self, tmp_path):
        path = self.written(tmp_path, "activities,themes\nWe house people,housing;religion\nPrayers,religion\n")
        assert official.read("charity-themes", path) == [("HOU", "We house people")]

    @pytest.mark.parametrize(
        ("text", "said"),
        [("a,b\n1,2\n", "no column called"), ("activity,code\n,\n", "no row that could be used"), ("", "no column")],
    )
    def test_a_file_that_cannot_be_used_says_why(self, tmp_path, text, said):
        with pytest.raises(BadData, match=said):
            official.read("sic-index", self.written(tmp_path, text))

    def test_a_file_that_is_no_text_says_why(self, tmp_path):
        path = tmp_path / "list.csv"
        path.write_bytes(b"\xff\xfe\x00activity")
        with pytest.raises(BadData, match="UTF-8"):
            official.read("sic-index", path)

    def test_what_is_kept_is_read_again(self, tmp_path):
        official.keep("sic-index", [("43910", "Roofs; “slates”, lead")], tmp_path)
        assert official.kept(tmp_path) == {"sic-index": [("43910", "Roofs; “slates”, lead")]}


class TestEncoder:
    def test_with_an_encoder_meaning_is_a_part_and_parts_still_add_up(self):
        scored = engine().with_encoder(Letters()).score_pair(need(), ROOFER, today=TODAY)
        parts = {part.code: part for part in scored.parts}
        assert parts[MEANING].known and parts[MEANING].sentences["business"]
        assert sum(part.contribution for part in scored.parts) == pytest.approx(scored.score, abs=1e-6)
        assert sum(part.weight for part in scored.parts) == pytest.approx(1.0)

    def test_without_one_there_is_no_such_part(self):
        assert MEANING not in {part.code for part in engine().score_pair(need(), ROOFER, today=TODAY).parts}

    def test_meaning_takes_its_weight_from_words_and_theme_once(self):
        weights = PUBLISHED.with_meaning()
        assert weights.of(MEANING) == pytest.approx(PUBLISHED.of("words") / 2 + PUBLISHED.of("theme") / 2)
        assert weights.with_meaning() == weights and sum(weights.parts.values()) == pytest.approx(1.0)

    def test_the_version_names_the_encoder(self):
        assert "letters" in engine().with_encoder(Letters()).version

    def test_a_text_without_words_has_no_likeness(self):
        assert np.isnan(likeness(Letters().encode(["roof"]), Letters().encode([""]))).all()

    def test_settings_that_lead_nowhere_are_said(self, tmp_path):
        assert encoder_at("", "") is None
        with pytest.raises(NoEncoder, match="both settings"):
            encoder_at("model.onnx", "")
        with pytest.raises(NoEncoder, match="no file"):
            OnnxEncoder(tmp_path / "model.onnx", tmp_path / "tokenizer.json")
