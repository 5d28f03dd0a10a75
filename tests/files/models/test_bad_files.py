"""Files that are damaged or lie: one clear line, bounded memory, and nothing that is run."""

import io
import json
import pickle
import re
import struct
import tracemalloc
import zipfile

import numpy as np
import onnx
import pytest
from safetensors.numpy import save

from gdstudio.cli import main
from gdstudio.errors import FileError
from gdstudio.files.models.exporting import export_model
from gdstudio.files.models.found import Shape
from gdstudio.files.models.importing import import_model
from gdstudio.npy import array_to_bytes
from tests.files.models.small_networks import CLASSES, COLUMNS, DATA, ROWS, trained

N = ROWS * COLUMNS
GOOD = {"W1": np.ones((CLASSES, N), np.float32), "b1": np.zeros(CLASSES, np.float32)}
DEEP = {"W1": np.ones((6, N), np.float32), "b1": np.zeros(6, np.float32),
        "W2": np.ones((CLASSES, 6), np.float32), "b2": np.zeros(CLASSES, np.float32)}  # fmt: skip


def refused(content, suffix, tmp_path, said=None):
    path = tmp_path / f"model{suffix}"
    path.write_bytes(content)
    tracemalloc.start()
    try:
        with pytest.raises(FileError) as error:
            import_model(path, DATA, said or Shape(activation="relu", output_activation="softmax"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    line = str(error.value)
    assert line.isprintable()
    assert len(line) < 400
    assert peak < (64 << 20) + 4 * len(content)
    return line.removeprefix(f"{path}: ")


def npz(arrays, compression=zipfile.ZIP_STORED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, array in arrays.items():
            data = array if isinstance(array, bytes) else array_to_bytes(np.asarray(array))
            archive.writestr(f"{name}.npy", data)
    return buffer.getvalue()


class Bomb:
    """What a pickle would run."""

    def __reduce__(self):
        return (print, ("it was run",))


def pickled():
    header = b"{'descr': '|O', 'fortran_order': False, 'shape': (), }".ljust(117) + b"\n"
    data = b"\x93NUMPY\x01\0" + struct.pack("<H", len(header)) + header + pickle.dumps(Bomb())
    return npz(GOOD | {"W1": data})


def claiming(shape):
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    data = b"\x93NUMPY\x01\0" + struct.pack("<H", len(header)) + header + bytes(8)
    return npz(GOOD | {"W1": data})


def same_name_twice():
    return npz({"W1": GOOD["W1"], "W9": GOOD["W1"]}).replace(b"W9.npy", b"W1.npy")


def lying_size():
    """An archive whose list says that a member is small, while it unpacks to 300 MB."""
    content = npz({"W1": bytes(300 << 20)}, zipfile.ZIP_DEFLATED)
    where = content.index(b"PK\1\2")
    return content[: where + 24] + struct.pack("<I", 1000) + content[where + 28 :]


def bent(content, place, value):
    return content[:place] + value + content[place + len(value) :]


NPZ = {
    "is damaged or not a zip": lambda: b"",
    "is damaged or not a zip archive": lambda: npz(GOOD)[:300],
    "'W1' is not an array of plain numbers": pickled,
    "holds more than 256 MB": lambda: npz({"W1": bytes(300 << 20)}, zipfile.ZIP_DEFLATED),
    "is damaged": lying_size,
    "larger than any file": lambda: claiming((2**40, 2**40)),
    "should hold 34,359,738,368 bytes but holds 8": lambda: claiming((65536, 65536)),
    "holds two members of the same name": same_name_twice,
    "which does not belong there": lambda: npz({"../../W1": GOOD["W1"]}),
    "compressed in a way that is not read": lambda: npz(GOOD, zipfile.ZIP_LZMA),
    "holds 300 members, more than 256": lambda: npz({f"W{k}": np.zeros(1) for k in range(300)}),
    "holds 210 arrays, more than 200": lambda: npz({f"W{k}": np.zeros(1) for k in range(210)}),
    "'W1' holds numbers of the kind int32": lambda: npz(GOOD | {"W1": np.ones((4, N), np.int32)}),
    "'W1' is not an array of plain": lambda: npz(GOOD | {"W1": b"\x93NUMPY\x01\0\x02\0{}"}),
    "numbers that are not finite": lambda: npz(GOOD | {"b1": np.full(4, np.nan, np.float32)}),
    "not finite": lambda: npz(GOOD | {"W1": np.full((CLASSES, N), 1e300)}),
    "layer 1: b1 is missing": lambda: npz({"W1": GOOD["W1"]}),
    "layer 1: has (5,), but dense 4 has biases of shape (4,)":
        lambda: npz(GOOD | {"b1": np.zeros(5)}),
    "sees 64 numbers, but the digits in use have 9 x 7":
        lambda: npz(GOOD | {"W1": np.ones((CLASSES, 64))}),
    "layer 2: has (4, 7), but dense 4 has weights of shape (4, 6)":
        lambda: npz(DEEP | {"W2": np.ones((CLASSES, 7))}),
    "has 3 outputs, but the digits have 4 classes":
        lambda: npz({"W1": np.ones((3, N)), "b1": np.zeros(3)}),
    "layer 1: weights of shape (4, 3, 2) are those of no layer":
        lambda: npz(GOOD | {"W1": np.ones((4, 3, 2))}),
    "layer 1: weights of shape (0, 63) are those of no layer":
        lambda: npz({"W1": np.ones((0, N)), "b1": np.zeros(0)}),
    "'größe' is not a weight or bias of a Linear": lambda: npz(GOOD | {"größe": np.zeros(1)}),
    "'?arr_0' is not a weight or bias": lambda: npz({"\u202earr_0": np.zeros(1)}),
    "holds no weights": lambda: npz({}),
    "bn.running_mean": lambda: npz({"bn.running_mean": np.zeros(3), "bn.weight": np.ones(3)}),
    "hidden layer size: 5000 is not accepted; give a whole number from 1 to 4,096": lambda: npz(
        {"W1": np.ones((5000, N), np.float16), "b1": np.zeros(5000),
         "W2": np.ones((CLASSES, 5000)), "b2": np.zeros(CLASSES)}),
}  # fmt: skip


@pytest.mark.parametrize("reason", NPZ)
def test_that_a_bad_npz_is_refused_in_one_line(reason, tmp_path, capsys):
    assert reason in refused(NPZ[reason](), ".npz", tmp_path)
    assert "it was run" not in capsys.readouterr().out


def tensors(arrays, **header):
    content = save({name: np.ascontiguousarray(array) for name, array in arrays.items()})
    length = int.from_bytes(content[:8], "little")
    said = json.loads(content[8 : 8 + length]) | header
    text = json.dumps(said).encode()
    return len(text).to_bytes(8, "little") + text + content[8 + length :]


def told(text, rest=b""):
    return len(text).to_bytes(8, "little") + text + rest


FC = {"fc.weight": GOOD["W1"], "fc.bias": GOOD["b1"]}


def entry(**changes):
    return {"dtype": "F32", "shape": [CLASSES, N], "data_offsets": [16, 16 + 4 * CLASSES * N]} | (
        changes
    )


WORDS_OF_THE_LIBRARY = ("Error", "deserializing", "Metadata", "InvalidOffset", "variant", "column")
SAFETENSORS = {
    "is damaged or no safetensors file": lambda: b"",
    "file; a header of its tensors, then their numbers, as": lambda: save(FC)[:-5],
    "no safetensors file": lambda: (2**63).to_bytes(8, "little") + b"{}",
    "is damaged or no safetensors": lambda: told(b"{" * 5000),
    "is damaged or no": lambda: told(b"[]"),
    "holds two tensors of the same name": lambda: told(
        b'{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":1}'
    ),
    "1,099,511,627,776 numbers, more than": lambda: tensors(
        FC, **{"fc.weight": entry(shape=[2**62])}
    ),
    "safetensors file; a header": lambda: tensors(
        FC, **{"fc.weight": entry(data_offsets=[0, 2**60])}
    ),
    "file; a header of": lambda: tensors(FC, **{"fc.weight": entry(shape=[-1])}),
    "no safetensors file; a header of": lambda: tensors(FC, **{"fc.weight": entry(dtype="F33")}),
    "'fc.weight' holds numbers of the kind I32": lambda: save(
        FC | {"fc.weight": GOOD["W1"].astype(np.int32)}
    ),
    "not finite": lambda: save(FC | {"fc.bias": np.full(CLASSES, np.inf, np.float32)}),
    "fc: a weight of shape (4,) is not that of a Linear": lambda: save(
        {"fc.weight": GOOD["b1"], "fc.bias": GOOD["b1"]}
    ),
    "'lstm.weight_ih_l1' is not": lambda: save({"lstm.weight_ih_l1": np.ones((8, 2))}),
    "lstm: weight_ih_l0 and weight_hh_l0 belong together": lambda: save(
        {"lstm.weight_ih_l0": np.ones((8, 2))}
    ),
    "gru is neither an LSTM nor an RNN layer: (6, 2)": lambda: save(
        {"gru.weight_ih_l0": np.ones((6, 7)), "gru.weight_hh_l0": np.ones((6, 2))}
    ),
    "has no fully connected layer at its end": lambda: save(
        {"c.weight": np.ones((4, 1, 3, 3), np.float32)}
    ),
}


@pytest.mark.parametrize("reason", SAFETENSORS)
def test_that_a_bad_safetensors_file_is_refused_in_one_line(reason, tmp_path):
    said = refused(SAFETENSORS[reason](), ".safetensors", tmp_path)
    assert reason in said
    assert not set(WORDS_OF_THE_LIBRARY) & set(re.findall(r"\w+", said))


def test_that_brain_floats_are_read(tmp_path):
    W = GOOD["W1"] * 1.5
    halves = (W.view(np.uint32) >> 16).astype("<u2").tobytes()
    header = json.dumps({"fc.weight": entry(dtype="BF16", data_offsets=[0, 2 * W.size])}).encode()
    path = tmp_path / "b.safetensors"
    path.write_bytes(told(header, halves))
    state = import_model(path, DATA).state
    np.testing.assert_array_equal(state.parameters[: W.size], W.ravel())


def graph_with(change):
    model = onnx.load_model_from_string(export_model(trained("lesson").state(), "onnx"))
    change(model)
    return model.SerializeToString()


def first(**values):
    def change(model):
        tensor = model.graph.initializer[0]
        for name, value in values.items():
            field = getattr(tensor, name)
            if name == "dims":
                del field[:]
                field.extend(value)
            else:
                setattr(tensor, name, value)

    return lambda: graph_with(change)


def elsewhere(model):
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="/etc/passwd")


ONNX = {
    "is damaged or no file of ONNX": lambda: b"",
    "no file of ONNX": lambda: export_model(trained("lesson").state(), "onnx")[:500],
    "no file of": lambda: b"PK\3\4" + bytes(100),
    "numbers, more than 40,000,000": first(dims=[2**40, 2**20]),
    "has no shape that is read": first(dims=[-1, 63]),
    "should hold 630 numbers but holds 378": first(dims=[10, 63]),
    "'layer1.weight' holds numbers of a kind that is not read": first(data_type=8),
    "lies in another file, which is not looked for": lambda: graph_with(elsewhere),
    "has two values of the name 'layer1.weight'": first(name="layer1.bias"),
    "has 600 nodes": lambda: graph_with(
        lambda model: model.graph.node.extend([model.graph.node[0]] * 593)
    ),
    "gemm2 (Gemm): is of the domain": lambda: graph_with(
        lambda model: setattr(model.graph.node[1], "domain", "com.example")
    ),
    "wants 'layer1.weight', which nothing": lambda: graph_with(
        lambda model: model.graph.initializer.pop(0)
    ),
    "has 1 inputs and 2 outputs": lambda: graph_with(
        lambda model: model.graph.output.extend(list(model.graph.output))
    ),
    "?evil (Gemm?)": lambda: graph_with(
        lambda model: (setattr(model.graph.node[1], "name", "\u202eevil"),
                       setattr(model.graph.node[1], "op_type", "Gemm\n"))
    ),
    "has a part that is not known here": lambda: graph_with(
        lambda model: model.graph.node[1].attribute.extend(
            [onnx.helper.make_attribute("body", model.graph)]
        )
    ),
}  # fmt: skip
ONNX["has two values of the name 'layer1.bias'"] = ONNX.pop(
    "has two values of the name 'layer1.weight'"
)


@pytest.mark.parametrize("reason", ONNX)
def test_that_a_bad_onnx_file_is_refused_in_one_line(reason, tmp_path):
    assert reason in refused(ONNX[reason](), ".onnx", tmp_path, Shape())


def test_that_other_kinds_of_files_are_not_opened(tmp_path):
    assert "is of no kind that is read: .npz, .safetensors" in refused(
        pickle.dumps(Bomb()), ".pt", tmp_path
    )
    (tmp_path / "folder.npz").mkdir()
    with pytest.raises(FileError, match="is a folder"):
        import_model(tmp_path / "folder.npz", DATA)
    with pytest.raises(FileError, match="there is no such file"):
        import_model(tmp_path / "gone.onnx", DATA)


def test_that_settings_which_lie_are_not_believed(tmp_path):
    arrays = dict(np.load(io.BytesIO(export_model(trained("lesson").state(), "npz"))))
    for about in (b"{", b"[]", b'{"format": "gdstudio run"}', b"\xff\xff", b"{" * 90_000):
        arrays["gdstudio"] = np.frombuffer(about, np.uint8)
        path = tmp_path / "model.npz"
        np.savez(path, **arrays)
        with pytest.raises(FileError, match="does not say which activation"):
            import_model(path, DATA)


def test_that_nothing_is_written_for_a_file_that_is_refused(tmp_path, capsys):
    model, run = tmp_path / "model.npz", tmp_path / "run.gdrun"
    model.write_bytes(NPZ["holds no weights"]())
    assert main(["import", str(model), "--save", str(run)]) == 1
    assert capsys.readouterr().err == f"gdstudio: error: {model}: holds no weights\n"
    assert not run.exists()
