"""The table of persons names the leaders, the axes, the traits and the circles of the model, or says what is wrong."""

import pytest

from thermidor.model.names import AXES, CIRCLES, LEADERS
from thermidor.model.party.persons import FILE, circles, positions, read_persons, trait


@pytest.fixture
def changed(tmp_path):
    """A copy of the table in which a text stands for another."""

    def write(old: str, new: str):
        text = FILE.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / FILE.name
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return write


def test_every_leader_has_positions_traits_and_circles_in_the_order_of_the_model():
    assert tuple(read_persons()) == LEADERS
    assert [len(row) for row in positions()] == [len(AXES)] * len(LEADERS)
    assert [len(row) for row in circles()] == [len(CIRCLES)] * len(LEADERS)
    assert trait("prestige")[LEADERS.index("lenin")] == max(trait("prestige"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("peasantry", "peasants", "columns"),
        ("\nstalin,", "\nstaline,", "staline"),
        ("0.88", "high", "lenin"),
        ("0.88", "0.88,1", "lenin"),
    ],
)
def test_a_fault_in_the_table_is_named(changed, old, new, said):
    with pytest.raises(ValueError, match=said):
        read_persons(changed(old, new))
