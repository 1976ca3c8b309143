"""The field's words load, and agree with each other."""

from __future__ import annotations

from indexer.vocabulary import acronyms, kinds, themes


def test_acronyms_are_all_there_with_their_meaning() -> None:
    """134 lines, each with its long form; those that come twice have two meanings."""
    known = acronyms()
    assert len(known) == 134
    assert all(a.acronym and a.expansion and a.definition for a in known)
    assert len({(a.acronym, a.expansion) for a in known}) == 134
    assert {"CLS", "ASV", "CLSM", "QPV", "ARS"} <= {a.acronym for a in known}


def test_the_homonyms_of_the_field_keep_both_meanings() -> None:
    """« ETP » counts posts, or names the education of patients."""
    assert len([a for a in acronyms() if a.acronym == "ETP"]) == 2


def test_themes_have_slugs_labels_and_keywords() -> None:
    """30 of them."""
    assert len(themes()) == 30
    assert all(t.label and t.keywords and t.slug == slug for slug, t in themes().items())
    assert len({t.label for t in themes().values()}) == 30


def test_kinds_have_their_folders() -> None:
    """7 of them, each with a folder of its own."""
    assert len(kinds()) == 7
    assert len({k.folder for k in kinds().values()}) == 7
    assert all(k.label and k.label_plural for k in kinds().values())
