"""Arrays that are made once for all processes."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from newsfold.text import derived_arrays
from newsfold.text.derived_arrays import Arrays, read, write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the arrays lie."""
    kept = tmp_path / "kept"
    monkeypatch.setattr(
        derived_arrays,
        "path_for",
        lambda make, packages, arguments, suffix: (
            kept / ".".join(("m", make.__name__, *arguments, "key", suffix))
        ),
    )
    return kept


def counted(made: list[str]) -> Callable[[str], Arrays]:
    """A new process's view of some arrays; each time that they are made is noted."""

    @derived_arrays.derived_arrays("numpy")
    def counts(word: str) -> Arrays:
        made.append(word)
        return {word: np.arange(5, dtype=np.uint16), "none": np.zeros((0, 3)), "one": np.array(1e-12)}

    return counts


def test_arrays_are_made_once_for_each_argument_and_mapped_by_the_processes_after_that(folder: Path) -> None:
    made: list[str] = []
    first = counted(made)
    assert first("a") is first("a")
    assert list(first("b")) == ["b", "none", "one"]
    again = counted(made)("a")
    assert made == ["a", "b"]
    np.testing.assert_equal(
        dict(again), {"a": np.arange(5), "none": np.zeros((0, 3)), "one": np.array(1e-12)}
    )
    assert not any(each.flags.writeable for each in again.values())


@pytest.mark.parametrize(
    "damage", [lambda d: b"", lambda d: d[:-1], lambda d: d + b"0", lambda d: b"x" + d[1:], lambda d: d[:30]]
)
def test_what_is_not_whole_is_made_anew(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    made: list[str] = []
    counted(made)("a")
    (file,) = folder.iterdir()
    data = file.read_bytes()
    file.unlink()  # it is mapped
    file.write_bytes(damage(data))
    counted(made)("a")
    counted(made)("a")
    assert made == ["a", "a"]


def test_where_nothing_can_be_written_each_process_makes_its_own(folder: Path) -> None:
    folder.write_bytes(b"no folder")
    made: list[str] = []
    np.testing.assert_equal(dict(counted(made)("a")), dict(counted(made)("a")))
    assert made == ["a", "a"]


@given(
    st.dictionaries(
        st.text(), arrays_of.arrays(arrays_of.scalar_dtypes(), arrays_of.array_shapes(min_dims=0, min_side=0))
    )
)
def test_arrays_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, made: Arrays) -> None:
    path = tmp_path_factory.mktemp("arrays") / "m.f.key.arrays"
    write(path, made)
    found = read(path)
    assert found is not None
    assert {name: (each.dtype, each.shape, each.tobytes()) for name, each in found.items()} == {
        name: (each.dtype, each.shape, each.tobytes()) for name, each in made.items()
    }
