"""What a filter lets through, and how it stands in an address."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

MODULE = "kanban/filters.js"
TODAY = "2026-11-25"

# What one card's facts are under a filter written as a query.
ASK = """
({ factsOf, matcher, parse }, { search, data, text }) => {
  const card = document.createElement("li");
  Object.assign(card.dataset, { area: "", labels: "", people: "", priority: "normal" }, data);
  card.textContent = text;
  return matcher(parse(search), { me: "alice", today: "2026-11-25" })(factsOf(card));
}
"""
ADDRESS = """
({ parse, parseView, query, isOff }, search) => [query(search, parse(search), parseView(search)), isOff(parse(search))]
"""


@pytest.fixture
def passes(in_module: RunModule) -> Any:
    """Does a card pass a filter? Keywords are its data attributes."""
    return lambda search, text="", **data: in_module(MODULE, ASK, {"search": search, "text": text, "data": data})


def test_no_filter_lets_every_card_through(passes: Any) -> None:
    assert passes("")
    assert passes("?q=++")


def test_every_word_must_be_there_whatever_its_case_and_accents(passes: Any) -> None:
    assert passes("?q=unal+BRESLAU", "Ünal v. Stadt Breslau")
    assert passes("?q=%C3%9CNAL", "Unal v. Roe")
    assert not passes("?q=unal+krakow", "Ünal v. Stadt Breslau")


def test_the_responsible_persons_name_is_found_though_the_card_shows_initials(passes: Any) -> None:
    assert passes("?q=archer", "AA", responsible="alice", responsibleName="Alice Archer")


def test_within_a_field_any_will_do(passes: Any) -> None:
    assert passes("?priority=urgent&priority=high", priority="high")
    assert passes("?label=Appeal&label=Pro+bono", labels="Key client\nPro bono")
    assert not passes("?priority=urgent&priority=high", priority="low")
    assert not passes("?label=Pro", labels="Pro bono")


def test_across_fields_all_must(passes: Any) -> None:
    assert passes("?priority=high&area=Patent", priority="high", area="Patent")
    assert not passes("?priority=high&area=Patent", priority="high", area="Tax")


def test_nobody_and_nothing_can_be_chosen(passes: Any) -> None:
    assert passes("?responsible=-&responsible=bob")
    assert passes("?responsible=-&responsible=bob", responsible="bob")
    assert not passes("?responsible=-", responsible="bob")
    assert passes("?area=-&label=-")


def test_only_mine_are_those_with_my_user_name_among_their_people(passes: Any) -> None:
    assert passes("?mine=1", people="bob alice")
    assert not passes("?mine=1", people="bob alice2")


@pytest.mark.parametrize(
    ("due", "spans"),
    [
        ("2026-11-24", {"overdue"}),
        ("2026-11-25", {"today", "week", "month"}),
        ("2026-12-02", {"week", "month"}),
        ("2026-12-03", {"month"}),
        ("2026-12-25", {"month"}),
        ("2026-12-26", set()),
        (None, {"none"}),
    ],
)
def test_a_deadline_is_in_the_spans_that_reach_it(in_module: RunModule, due: str | None, spans: set[str]) -> None:
    ask = "({ isDue, DUES }, [due, today]) => Object.keys(DUES).filter((span) => isDue(due, span, today))"
    assert set(in_module(MODULE, ask, [due, TODAY])) == spans


def test_deadlines_are_filtered_by_any_of_the_chosen_spans(passes: Any) -> None:
    assert passes("?due=overdue&due=none")
    assert passes("?due=overdue&due=none", due="2026-01-01")
    assert not passes("?due=overdue&due=none", due="2026-12-01")


def test_a_filter_comes_out_of_an_address_as_it_went_in(in_module: RunModule) -> None:
    search = "?q=doe&responsible=alice&responsible=-&area=Tax+%26+Duty&label=A&priority=urgent&due=week&mine=1"
    view = "&sort=deadline&lanes=responsible"
    assert in_module(MODULE, ADDRESS, search + view) == [search + view, False]
    assert in_module(MODULE, ADDRESS, "") == ["", True]


def test_what_is_unknown_in_an_address_is_passed_over_and_other_parameters_stay(in_module: RunModule) -> None:
    search = (
        "?page=2&priority=fatal&priority=toString&due=never&mine=yes&sort=x&lanes=constructor&area=&label=" + 300 * "x"
    )
    assert in_module(MODULE, ADDRESS, search) == ["?page=2", True]


def test_values_follow_each_other_by_name_and_none_is_last(in_module: RunModule) -> None:
    sort = """({ inOrder }, [field, pairs]) =>
      pairs.map(([value, name]) => ({ value, name })).sort(inOrder(field)).map(({ value }) => value)"""
    people = [["-", "Nobody"], ["z", "Zoe"], ["b", "Ann"], ["a", "Ann"]]
    assert in_module(MODULE, sort, ["responsible", people]) == ["a", "b", "z", "-"]
    priorities = [[each, each] for each in ("low", "urgent", "normal", "high")]
    assert in_module(MODULE, sort, ["priority", priorities]) == ["urgent", "high", "normal", "low"]


def test_a_value_is_called_by_its_name(in_module: RunModule) -> None:
    names = (
        "({ nameOf }) => [nameOf('area', '-'), nameOf('due', 'week'), nameOf('label', 'A'), nameOf('priority', '-')]"
    )
    assert in_module(MODULE, names) == ["No practice area", "Within 7 days", "A", "-"]
