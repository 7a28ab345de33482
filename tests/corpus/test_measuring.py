"""The measured part is guarded, openings are logged, figures are published in one go."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

import tools.measure_lint as program
from mtkg.graph import Graph
from mtkg.rules.figures import Alarms, Count, Figures, parse
from tests.corpus.made_up import EASES, claim
from tools.lint_baselines import Marked, is_denied, usual_relations
from tools.measuring import document, opening
from tools.measuring.answers import Named
from tools.measuring.corpus import CORPUS, articles, digest
from tools.measuring.table import report

FIGURES = Figures(
    part="measured",
    date="2026-12-01",
    commit="abc1234",
    digest="0" * 64,
    articles=12,
    sentences=327,
    counts={
        "terms": Count(98, 1, 2),
        "tuples": Count(55, 5, 45),
        "polarity": Count(54, 1),
        "errors": Count(9, 0, 3),
    },
    rules={"TX301": Count(7, 2, 3)},
    baselines={"phrase matcher": {"tuples": Count(10, 90, 90)}},
    clean={"texts": Alarms(1, 4000)},
)


@pytest.mark.parametrize("folder", ["measured", "clean/measured"])
def test_the_measured_part_is_not_opened_without_a_note(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.main([str(CORPUS / folder)]) == 2
    assert program.main([str(CORPUS / "tuning"), "--clean", str(CORPUS / folder)]) == 2
    assert program.main([str(CORPUS / folder), "--log", " "]) == 2
    assert "--log NOTE" in capsys.readouterr().err


def test_what_was_wrong_in_the_measured_part_is_not_shown() -> None:
    assert program.main([str(CORPUS / "measured"), "--log", "why", "--misses"]) == 2


def test_a_copy_of_one_measured_file_is_known_by_its_digest(tmp_path: Path) -> None:
    deep = tmp_path / "deep"
    deep.mkdir()
    assert not opening.is_measured([tmp_path])

    shutil.copy(CORPUS / "clean" / "measured" / "reading-group.md", deep / "renamed.txt")
    assert opening.is_measured([tmp_path])


def test_figures_of_the_measured_part_are_not_replaced_by_those_of_tuning(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "published", lambda: FIGURES)

    assert program.main([str(CORPUS / "tuning"), "--write"]) == 2
    assert "make measure" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["no-such-folder"]) == 2
    assert capsys.readouterr().err == "no-such-folder: no such folder\n"


def test_an_opening_is_a_line_of_the_log(tmp_path: Path) -> None:
    log = tmp_path / "opened.md"
    log.write_text("| head |\n", encoding="utf-8")
    opening.log(FIGURES, "first | opening", log)

    assert log.read_text(encoding="utf-8").splitlines()[1] == (
        "| 2026-12-01 | abc1234 | 0.990 / 0.980 | 0.917 / 0.550 | 0.982 | – | 1.000 | 0.25 "
        "| first / opening |"
    )


def test_a_run_that_breaks_off_is_logged_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes: list[tuple[str, str]] = []
    (tmp_path / "broken.yaml").write_text("article: missing.md\n", encoding="utf-8")
    monkeypatch.setattr(opening, "is_measured", lambda folders: True)
    monkeypatch.setattr(opening, "log", lambda figures, note: notes.append((figures.part, note)))

    with pytest.raises(KeyError):
        program.main([str(tmp_path), "--log", "why"])
    assert notes == [("measured", "why")]


def test_one_article_is_measured_and_its_counts_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for suffix in ("md", "yaml"):
        shutil.copy(CORPUS / "tuning" / f"leaflet-shoulder.{suffix}", tmp_path)
    to = tmp_path / "figures.json"

    assert program.main([str(tmp_path), "--json", str(to), "--misses"]) == 0
    found = parse(json.loads(to.read_text(encoding="utf-8")))
    (annotated,) = articles(tmp_path)
    assert (found.part, found.articles) == ("tuning", 1)
    assert found.sentences == len(annotated.sentences)
    mentions = sum(len(sentence.terms) for sentence in annotated.sentences)
    assert found.counts["terms"].recall.whole == mentions
    assert "checker" in capsys.readouterr().out


def test_the_digest_is_over_the_committed_list_of_files() -> None:
    listed = (CORPUS / "measured.sha256").read_bytes()
    folders = [CORPUS / "measured", CORPUS / "clean" / "measured"]

    assert digest(folders) == hashlib.sha256(listed).hexdigest()


def test_figures_survive_the_way_to_json_and_back() -> None:
    assert parse(json.loads(json.dumps(FIGURES.as_data()))) == FIGURES


def test_the_page_says_which_aims_are_missed_and_by_how_much() -> None:
    text = document.renewed(FIGURES, "before\n<!-- figures -->\nold\n<!-- /figures -->\nafter\n")

    assert "old" not in text
    assert text.startswith("before\n") and text.endswith("<!-- /figures -->\nafter\n")
    assert "Short of its aim: claim tuples (recall) 0.550, aim 0.60; certainty" in text
    assert "| claim tuples | precision | 0.917 (0.819–0.964), 55 of 60 | 0.100" in text
    assert "[TX301](rules/TX301.md)" in text
    assert document.renewed(FIGURES, text) == text


def test_a_page_without_a_place_for_figures_is_an_error() -> None:
    with pytest.raises(ValueError, match="no place for figures"):
        document.renewed(FIGURES, "nothing here")


def test_the_report_names_every_baseline_and_rule() -> None:
    text = report(FIGURES)

    assert "phrase matcher" in text and "TX301" in text
    assert "false alarms per 1,000 words: 0.25" in text


def test_kinds_of_terms_take_the_relation_that_most_claims_have(release_graph: Graph) -> None:
    relations = usual_relations(release_graph)

    assert relations["Intervention", "Condition"] in ("addresses", "contraindicatedIn")
    assert relations["Intervention", "Mechanism"] == "engages"


def test_negation_is_asked_of_the_object_where_it_was_found() -> None:
    def marked(term: str, *, negated: bool) -> Marked:
        return Marked(0, Named(0, 4, frozenset({term})), negated=negated)

    assert is_denied(claim(EASES), [marked("Pain", negated=True)])
    assert not is_denied(claim(EASES), [marked("Pain", negated=False), marked("X", negated=True)])
    assert is_denied(claim(EASES), [marked("Massage", negated=True)])
    assert not is_denied(claim(EASES), [])


@pytest.mark.needs("negspacy")
def test_the_baselines_find_names_pairs_and_negation(release_graph: Graph) -> None:
    from mtkg.lint.reading import read_text
    from tools.lint_baselines import Baselines

    baselines = Baselines(release_graph)
    text = "**Massage** does not improve motor learning. Dry needling eases neck pain.\n"
    first, second = baselines.marked(read_text("a.md", text, "markdown"))

    assert [(m.named.start, sorted(m.named.ids), m.negated) for m in first] == [
        (2, ["RelaxationMassage"], False),
        (text.index("motor"), ["MotorLearning"], True),
    ]
    assert [said.triple for said in baselines.claims(first)] == [
        ("RelaxationMassage", "engages", "MotorLearning")
    ]
    assert [said.triple[2] for said in baselines.claims(second)] == ["NeckPain"]
