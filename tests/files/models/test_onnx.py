"""ONNX: another program answers the same, and what it has comes back."""

import sys

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from gdstudio.data.mnist import load_mnist
from gdstudio.errors import FileError, GdstudioError
from gdstudio.files.models.exporting import export_model
from gdstudio.files.models.importing import import_model
from gdstudio.files.run_file import load_run
from gdstudio.resources import resource
from tests.files.models.small_networks import COLUMNS, DATA, NETWORKS, OF_TORCH, ROWS, trained

X = DATA.test.inputs(dtype=np.float32)


def answers(content, pictures):
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    (given,) = session.get_inputs()
    wanted = {"tensor(float)": np.float32, "tensor(double)": np.float64}[given.type]
    (outputs,) = session.run(None, {given.name: pictures.astype(wanted)})
    return outputs


@pytest.mark.parametrize("run", ["lesson-best", "cnn-small", "lstm-rows", "rnn-rows", "lenet-5"])
def test_that_onnxruntime_answers_a_thousand_digits_alike(run):
    state = load_run(resource(f"runs/{run}.gdrun")).state
    pictures = load_mnist().test.inputs(slice(0, 1000), state.recipe.dtype)
    found = answers(export_model(state, "onnx"), pictures.reshape(-1, 1, 28, 28))
    np.testing.assert_allclose(found, state.network().forward(pictures), rtol=0, atol=1e-5)


@pytest.mark.parametrize("name", NETWORKS)
def test_that_every_kind_of_layer_is_answered_alike(name):
    training = trained(name, dtype="float32")
    found = answers(export_model(training.state(), "onnx"), X.reshape(-1, 1, ROWS, COLUMNS))
    np.testing.assert_allclose(found, training.network.forward(X), rtol=0, atol=1e-5)


@pytest.mark.parametrize("name", NETWORKS)
def test_that_a_network_comes_back_from_onnx_as_it_was(name, tmp_path):
    training = trained(name)
    path = tmp_path / "network.onnx"
    path.write_bytes(export_model(training.state(), "onnx"))
    state = import_model(path, DATA).state
    np.testing.assert_array_equal(state.parameters, training.network.parameters)
    assert state.recipe == training.recipe
    assert state.step == 3


@pytest.mark.parametrize("name", NETWORKS)
def test_that_the_graph_alone_tells_the_layers(name, tmp_path):
    training = trained(name, dtype="float32")
    model = onnx.load_model_from_string(export_model(training.state(), "onnx"))
    del model.metadata_props[:]
    onnx.save(model, tmp_path / "bare.onnx")
    found = import_model(tmp_path / "bare.onnx", DATA)
    np.testing.assert_array_equal(found.state.parameters, training.network.parameters)
    own = training.recipe
    layers = [str(layer) for layer in training.network.layers]
    assert [str(layer) for layer in found.state.network().layers] == layers
    recipe = found.state.recipe
    assert recipe.output_activation == own.output_activation
    assert (recipe.activation, recipe.name) in ((own.activation, "imported"), ("relu", "imported"))


def test_that_what_was_changed_elsewhere_is_not_taken_for_the_run(tmp_path):
    model = onnx.load_model_from_string(export_model(trained("lesson").state(), "onnx"))
    for node in model.graph.node:
        if node.op_type == "Sigmoid" and node.output[0] != "outputs":
            node.op_type = "Tanh"
    onnx.save(model, tmp_path / "other.onnx")
    state = import_model(tmp_path / "other.onnx", DATA).state
    assert state.recipe.activation == "tanh"
    assert state.step == 0


def test_that_without_the_library_one_line_says_what_is_missing(monkeypatch, tmp_path):
    state = trained("lesson").state()
    path = tmp_path / "network.onnx"
    path.write_bytes(export_model(state, "onnx"))
    monkeypatch.setitem(sys.modules, "onnx", None)
    for job in (lambda: export_model(state, "onnx"), lambda: import_model(path, DATA)):
        with pytest.raises(GdstudioError, match=r"pip install 'gdstudio\[onnx\]'"):
            job()


def saved(path, nodes, numbers, shape=("n", 1, ROWS, COLUMNS), output="y", opset=17):
    """Write a graph of nodes (operator, inputs, outputs, attributes), as another exporter would."""
    made = [helper.make_node(op, i, o, name=f"n{k}", **more)
            for k, (op, i, o, more) in enumerate(nodes)]  # fmt: skip
    arrays = [numpy_helper.from_array(np.asarray(a), name) for name, a in numbers.items()]
    graph = helper.make_graph(
        made, "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)],
        arrays,
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    path.write_bytes(model.SerializeToString())
    return path


RNG = np.random.default_rng(5)


def numbers(*shape):
    return RNG.normal(0, 0.4, shape).astype(np.float32)


W1, B1, W2, B2 = numbers(6, ROWS * COLUMNS), numbers(6), numbers(4, 6), numbers(4)
DENSE = {"w": W1.T.copy(), "b": B1, "v": W2.T.copy(), "c": B2}
LONG = {"starts": np.array([-1]), "ends": np.array([2**63 - 1]), "axes": np.array([0])}
GATED = {"w": numbers(1, 20, COLUMNS), "r": numbers(1, 20, 5), "b": numbers(1, 40)}
TOP = {"v": numbers(5, 4), "c": B2}
CONV = {"w": numbers(3, 1, 2, 2), "b": numbers(3)}

# Graphs in the ways in which they are met: nodes, numbers, shape of the pictures.
MET = {
    "products and sums": (
        [("Reshape", ["x", "s"], ["f"], {}), ("MatMul", ["f", "w"], ["p"], {}),
         ("Add", ["b", "p"], ["q"], {}), ("Relu", ["q"], ["h"], {}),
         ("MatMul", ["h", "v"], ["u"], {}), ("Add", ["u", "c"], ["z"], {}),
         ("Softmax", ["z"], ["y"], {"axis": -1})],
        DENSE | {"s": np.array([-1, ROWS * COLUMNS])}, ("n", 1, ROWS, COLUMNS),
    ),
    "scaled pictures in a row": (
        [("Sub", ["x", "m"], ["e"], {}), ("Div", ["e", "d"], ["f"], {}),
         ("Gemm", ["f", "w"], ["q"], {}), ("Tanh", ["q"], ["h"], {}),
         ("Gemm", ["h", "v", "c"], ["z"], {}), ("LogSoftmax", ["z"], ["y"], {})],
        DENSE | {"m": np.float32(0.1307), "d": np.float32([0.3081])}, ("n", ROWS * COLUMNS),
    ),
    "one picture at a time, logits": (
        [("Flatten", ["x"], ["f"], {}), ("Gemm", ["f", "w", "b"], ["q"], {}),
         ("LeakyRelu", ["q"], ["h"], {"alpha": 0.01}), ("Dropout", ["h"], ["k", ""], {}),
         ("Gemm", ["k", "v", "c"], ["y"], {})],
        DENSE, (1, 1, ROWS, COLUMNS),
    ),
    "all states of an LSTM, the last taken": (
        [("Squeeze", ["x", "one"], ["p"], {}), ("Transpose", ["p"], ["t"], {"perm": [1, 0, 2]}),
         ("LSTM", ["t", "w", "r", "b"], ["a", "", ""], {"hidden_size": 5}),
         ("Squeeze", ["a", "one"], ["s"], {}),
         ("Slice", ["s", "starts", "ends", "axes"], ["l"], {}),
         ("Squeeze", ["l", "zero"], ["h"], {}), ("Gemm", ["h", "v", "c"], ["z"], {}),
         ("Sigmoid", ["z"], ["y"], {})],
        GATED | TOP | LONG | {"one": np.array([1]), "zero": np.array([0])},
        ("n", 1, ROWS, COLUMNS),
    ),
    "sizes that the graph computes": (
        [("Shape", ["x"], ["s"], {}), ("Gather", ["s", "zero"], ["n"], {"axis": 0}),
         ("Unsqueeze", ["n", "none"], ["u"], {}),
         ("Concat", ["none1", "u", "five"], ["d"], {"axis": 0}),
         ("ConstantOfShape", ["d"], ["h0"], {}),
         ("Gather", ["x", "zero"], ["p"], {"axis": 1}),
         ("Transpose", ["p"], ["t"], {"perm": [1, 0, 2]}),
         ("LSTM", ["t", "w", "r", "b", "", "h0", "h0"], ["", "a"], {"hidden_size": 5}),
         ("Gather", ["a", "zero"], ["h"], {"axis": 0}), ("Gemm", ["h", "v", "c"], ["y"], {})],
        GATED | TOP | {"zero": np.array(0), "none": np.array([0]), "none1": np.array([1]),
                       "five": np.array([5])},
        ("n", 1, ROWS, COLUMNS),
    ),
    "an activation behind the pool": (
        [("Conv", ["x", "w", "b"], ["q"], {"kernel_shape": [2, 2], "auto_pad": "VALID"}),
         ("MaxPool", ["q"], ["p"], {"kernel_shape": [2, 2], "strides": [2, 2]}),
         ("Relu", ["p"], ["h"], {}), ("Flatten", ["h"], ["f"], {}),
         ("Gemm", ["f", "v", "c"], ["z"], {}), ("Softmax", ["z"], ["y"], {})],
        CONV | {"v": numbers(36, 4), "c": B2}, ("n", 1, ROWS, COLUMNS),
    ),
    "channels last": (
        [("Conv", ["x", "w"], ["q"], {"pads": [0, 0, 0, 0]}), ("Relu", ["q"], ["h"], {}),
         ("Transpose", ["h"], ["t"], {"perm": [0, 2, 3, 1]}), ("Reshape", ["t", "s"], ["f"], {}),
         ("MatMul", ["f", "v"], ["u"], {}), ("Add", ["u", "c"], ["z"], {}),
         ("Softmax", ["z"], ["y"], {})],
        CONV | {"v": numbers(144, 4), "c": B2, "s": np.array([-1, 144])},
        ("n", 1, ROWS, COLUMNS),
    ),
    "a mean over all places": (
        [("Conv", ["x", "w", "b"], ["q"], {"strides": [2, 1], "pads": [1, 1, 1, 1]}),
         ("Tanh", ["q"], ["h"], {}), ("GlobalAveragePool", ["h"], ["p"], {}),
         ("Flatten", ["p"], ["f"], {}), ("Gemm", ["f", "v", "c"], ["y"], {"transB": 1})],
        CONV | {"v": numbers(4, 3), "c": B2}, ("n", 1, ROWS, COLUMNS),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MET)
def test_that_graphs_of_other_programs_are_taken_over(name, tmp_path):
    nodes, arrays, shape = MET[name]
    path = saved(tmp_path / "met.onnx", nodes, arrays, shape)
    n = shape[0] if isinstance(shape[0], int) else 8
    wanted = answers(path.read_bytes(), X[:n].reshape(n, *shape[1:]))
    state = import_model(path, DATA).state
    last = nodes[-1][0]
    network = state.network()
    found = network.forward(X[:n]) if last in ("Softmax", "Sigmoid") else network.logits(X[:n])
    if last == "LogSoftmax":
        found = np.log(network.forward(X[:n]))
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)


# What is refused, and the words that name it: changes of "products and sums".
def changed(operator, **more):
    nodes, arrays, shape = MET["products and sums"]
    return [(operator if op == "Relu" else op, i, o, more if op == "Relu" else a)
            for op, i, o, a in nodes], dict(arrays), shape  # fmt: skip


def with_number(name, array):
    nodes, arrays, shape = MET["products and sums"]
    return nodes, arrays | {name: array}, shape


REFUSED = {
    r"n3 \(Gelu\): is not known here": changed("Gelu"),
    r"n3 \(LeakyRelu\): has another slope": changed("LeakyRelu", alpha=0.3),
    r"n3 \(Softmax\): ": (
        [*changed("Softmax", axis=0)[0]], dict(DENSE, s=np.array([-1, ROWS * COLUMNS])),
        ("n", 1, ROWS, COLUMNS),
    ),
    r"not finite": with_number("w", np.full_like(DENSE["w"], np.nan)),
    r"n1 \(MatMul\): has weights of \(6, 62\)": with_number("w", numbers(62, 6)),
    r"n1 \(MatMul\): has no weights that are real": with_number("w", np.ones((63, 6), np.int32)),
    r"n0 \(Reshape\): cannot be done": with_number("s", np.array([-1, 64])),
    r"n1 \(MatMul\): gets 126 numbers": with_number("s", np.array([-1])),
    # As PyTorch's newer exporter writes nn.RNN: a product of all rows, then step by step.
    r"n1 \(MatMul\): is asked of each row by itself, as .*; export with dynamo=False": (
        [("Squeeze", ["x", "one"], ["r"], {}), ("MatMul", ["r", "k"], ["q"], {}),
         ("Tanh", ["q"], ["h"], {})],
        {"one": np.array([1]), "k": numbers(COLUMNS, 5)}, ("n", 1, ROWS, COLUMNS),
    ),
    r"n2 \(Add\): adds what is no bias": with_number("b", numbers(2, 6)),
    r"wants pictures as \? x 1 x 32 x 32; the digits in use are 9 x 7": (
        *MET["products and sums"][:2], ("n", 1, 32, 32)
    ),
    r"wants pictures as 4096 x": (*MET["products and sums"][:2], (4096, 1, ROWS, COLUMNS)),
    r"n3 \(Add\): joins two ways": (
        [*MET["products and sums"][0][:3], ("Add", ["q", "p"], ["h"], {}),
         *MET["products and sums"][0][4:]],
        MET["products and sums"][1], ("n", 1, ROWS, COLUMNS),
    ),
    r"n7 \(Relu\): takes up what another layer has used": (
        [*MET["products and sums"][0], ("Relu", ["q"], ["k"], {})],
        MET["products and sums"][1], ("n", 1, ROWS, COLUMNS),
    ),
    r"wants 'q', which nothing before it gives": (
        MET["products and sums"][0][3:], MET["products and sums"][1], ("n", 1, ROWS, COLUMNS)
    ),
    r"LSTM\): has direction reverse": (
        [(op, i, o, a | {"direction": "reverse"} if op == "LSTM" else a)
         for op, i, o, a in MET["all states of an LSTM, the last taken"][0]],
        MET["all states of an LSTM, the last taken"][1], ("n", 1, ROWS, COLUMNS),
    ),
    r"LSTM\): reads its pictures neither row by row": (
        [(op, i, o, {"perm": [2, 0, 1]} if op == "Transpose" else a)
         for op, i, o, a in MET["all states of an LSTM, the last taken"][0]],
        MET["all states of an LSTM, the last taken"][1], ("n", 1, ROWS, COLUMNS),
    ),
    r"Conv\): has group 2": (
        [(op, i, o, a | {"group": 2} if op == "Conv" else a)
         for op, i, o, a in MET["channels last"][0]],
        MET["channels last"][1], ("n", 1, ROWS, COLUMNS),
    ),
    r"Conv\): pads one side otherwise": (
        [(op, i, o, {"pads": [0, 0, 1, 1]} if op == "Conv" else a)
         for op, i, o, a in MET["channels last"][0]],
        MET["channels last"][1], ("n", 1, ROWS, COLUMNS),
    ),
    r"hidden layers of several activations \(relu, tanh\)": (
        [("Flatten", ["x"], ["f"], {}), ("Gemm", ["f", "w", "b"], ["q"], {}),
         ("Relu", ["q"], ["h"], {}), ("Gemm", ["h", "e", "b"], ["k"], {}),
         ("Tanh", ["k"], ["l"], {}),
         ("Gemm", ["l", "v", "c"], ["y"], {})],
        DENSE | {"e": numbers(6, 6)}, ("n", 1, ROWS, COLUMNS),
    ),
    r"has 6 outputs, but the digits have 4 classes": (
        [("Flatten", ["x"], ["f"], {}), ("Gemm", ["f", "w", "b"], ["y"], {})], DENSE,
        ("n", 1, ROWS, COLUMNS),
    ),
    r"ConstantOfShape\): cannot be done": (
        [("ConstantOfShape", ["huge"], ["k"], {}), *MET["products and sums"][0]],
        MET["products and sums"][1] | {"huge": np.array([2**40, 2**20])}, ("n", 1, ROWS, COLUMNS),
    ),
}  # fmt: skip


@pytest.mark.parametrize("reason", REFUSED)
def test_that_what_no_layer_does_is_refused_by_name(reason, tmp_path):
    path = saved(tmp_path / "met.onnx", *REFUSED[reason])
    with pytest.raises(FileError, match=reason) as refused:
        import_model(path, DATA)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("file", sorted(OF_TORCH.glob("*.onnx")), ids=lambda file: file.stem)
def test_that_what_pytorch_has_written_answers_as_it_did_there(file):
    # By torch.onnx.export of PyTorch 2.13, its older way and its newer, for one picture and any.
    wanted = np.load(OF_TORCH / "answers.npz")
    name = file.stem.rsplit("_", 2)[0]
    found = import_model(file, DATA)
    pictures = wanted["x"].reshape(len(wanted["x"]), -1)
    outputs = found.state.network().forward(pictures)
    if "logarithms" in "".join(found.notes):
        outputs = np.log(outputs)
    elif found.notes:  # logits
        outputs = found.state.network().logits(pictures)
    np.testing.assert_allclose(outputs, wanted[name], rtol=0, atol=1e-5)
