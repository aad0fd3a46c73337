"""Everything that scores and labels may come in gives the same estimate."""

from __future__ import annotations

import array
import subprocess
import sys

import pytest

import whisker
from whisker._labels import encode
from whisker._library import ffi
from whisker._numbers import doubles

SCORES = [1.0, 0.0, 1.0, None, 1.0, 0.0, 0.5]
LABELS = ["p1", "p1", "p2", "p2", "p3", "p4", "p4"]


def test_lists_tuples_iterators_and_buffers():
    expected = whisker.mean(SCORES, cluster=LABELS)
    numbers = [float("nan") if score is None else score for score in SCORES]
    for scores in (
        tuple(SCORES),
        iter(SCORES),
        numbers,
        array.array("d", numbers),
        memoryview(array.array("d", numbers)),
    ):
        assert whisker.mean(scores, cluster=LABELS) == expected
    assert whisker.mean([True, False, True]).value == pytest.approx(2 / 3)
    assert whisker.mean(array.array("b", [1, 0, 1])).value == pytest.approx(2 / 3)


def test_numpy():
    numpy = pytest.importorskip("numpy")
    expected = whisker.mean(SCORES, cluster=LABELS)
    double = numpy.array(SCORES, dtype=float)
    strided = numpy.repeat(double, 3)[::3]
    swapped = double.astype(">f8")
    frozen = double.copy()
    frozen.flags.writeable = False
    for scores in (
        double,
        strided,
        swapped,
        frozen,
        double.astype("float32"),
        numpy.array(SCORES, dtype=object),
        list(double),
    ):
        for labels in (
            LABELS,
            numpy.array(LABELS),
            numpy.array(LABELS, dtype=object),
            numpy.array([5, 5, 9, 9, -3, 0, 0]),
        ):
            assert whisker.mean(scores, cluster=labels) == expected
    assert whisker.mean(numpy.array([True, False])).value == 0.5
    assert whisker.mean(numpy.array([1, 0], dtype="uint8")).value == 0.5
    with pytest.raises(ValueError):
        whisker.mean(numpy.zeros((2, 2)))
    with pytest.raises(TypeError):
        whisker.mean(numpy.array(["1", "0"]))
    with pytest.raises(TypeError):
        whisker.mean(numpy.array([1j]))


def test_contiguous_doubles_are_not_copied():
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    scores = numpy.array([1.0, 0.0, 0.5])
    for values in (scores, memoryview(scores), pandas.Series(scores, copy=False)):
        borrowed, n = doubles(values)
        assert n == 3 and int(ffi.cast("intptr_t", ffi.cast("void *", borrowed))) == scores.ctypes.data


def test_pandas():
    pandas = pytest.importorskip("pandas")
    expected = whisker.mean(SCORES, cluster=LABELS)
    frame = pandas.DataFrame({"score": SCORES, "passage": LABELS}, index=list("gfedcba"))
    series = [
        frame["score"],
        frame["score"].astype("Float64"),
        frame["score"].astype(object),
        pandas.Series(SCORES, dtype="Float32"),
    ]
    labels = [
        frame["passage"],
        frame["passage"].astype("category"),
        frame["passage"].astype("string"),
        pandas.Index(LABELS),
        pandas.Categorical(LABELS, categories=["p4", "p3", "unused", "p1", "p2"]),
    ]
    for scores in series:
        for passage in labels:
            assert whisker.mean(scores, cluster=passage) == expected
    whole = pandas.Series([1, 0, None, 1], dtype="Int64")
    assert (whisker.mean(whole).n_items, whisker.mean(whole).n_missing) == (3, 1)
    assert whisker.mean(pandas.Series([True, False, None], dtype="boolean")).n_missing == 1
    with pytest.raises(TypeError):
        whisker.mean(pandas.Series(["1", "0"]))


def test_two_way_in_every_form():
    pandas = pytest.importorskip("pandas")
    scores = [1, 0, 1, 1, 0, 1, 0, 0]
    one, two = list("aabbccdd"), [1, 2, 3, 1, 2, 3, 1, 2]
    expected = whisker.mean(scores, cluster=[one, two])
    assert expected.standard_error != whisker.mean(scores, cluster=one).standard_error
    frame = pandas.DataFrame({"one": one, "two": two})
    for cluster in (
        (one, two),
        {"one": one, "two": two},
        frame,
        [frame["one"], frame["two"].to_numpy()],
        [frame["one"], two],
    ):
        assert whisker.mean(scores, cluster=cluster) == expected
    with pytest.raises(ValueError):
        whisker.mean(scores, cluster=[one] * 5)


def test_labels_of_any_hashable_kind():
    scores = [1, 0, 1, 1]
    expected = whisker.mean(scores, cluster=[0, 0, 1, 2])
    for labels in (
        [("a", 1), ("a", 1), ("b", 2), None],
        [b"x", b"x", 1.5, frozenset()],
        (("a", 1), ("a", 1), "b", "c"),
        [True, True, False, 7],
        [float("inf"), float("inf"), "inf", 0],
    ):
        assert whisker.mean(scores, cluster=labels) == expected
    with pytest.raises(TypeError, match="not hashable"):
        whisker.mean(scores, cluster=["a", {}, "b", "c"])


@pytest.mark.parametrize("kind", ["list", "numpy", "pandas"])
def test_a_missing_label_is_a_cluster_of_its_own(kind):
    labels = ["a", None, "a", None, "b"]
    if kind == "numpy":
        labels = pytest.importorskip("numpy").array(labels, dtype=object)
    if kind == "pandas":
        labels = pytest.importorskip("pandas").Series(labels)
    apart = list(encode(labels, 5, "cluster"))
    assert apart[0] == apart[2] and len(set(apart)) == 4
    together = list(encode(labels, 5, "stratum", missing_apart=False))
    assert together[1] == together[3] and len(set(together)) == 3


def test_numeric_labels_with_nan():
    numpy = pytest.importorskip("numpy")
    codes = list(encode(numpy.array([2.0, numpy.nan, 2.0, numpy.nan]), 4, "cluster"))
    assert codes[0] == codes[2] and len(set(codes)) == 3


def run(program, folder):
    """What a new interpreter prints."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=folder)
    assert done.stderr == ""
    return done.stdout


def test_without_numpy_and_pandas(tmp_path):
    """Neither is imported by this package, and neither is needed."""
    program = """
import sys
sys.modules["numpy"] = sys.modules["pandas"] = None
import whisker
print(whisker.mean([1, 0, None], cluster=["a", "a", "b"]).n_items)
"""
    assert run(program, tmp_path) == "2\n"
    assert run("import sys, whisker; print({'numpy', 'pandas'} & set(sys.modules))", tmp_path) == "set()\n"


def test_numpy_labels_without_pandas(tmp_path):
    program = """
import sys, numpy
sys.modules["pandas"] = None
import whisker
a = whisker.mean([1, 0, 1], cluster=numpy.array(["x", "x", "y"]))
b = whisker.mean([1, 0, 1], cluster=numpy.array([1.5, 1.5, numpy.nan]))
assert a == b == whisker.mean([1, 0, 1], cluster=["x", "x", "y"]), (a, b)
"""
    pytest.importorskip("numpy")
    run(program, tmp_path)
