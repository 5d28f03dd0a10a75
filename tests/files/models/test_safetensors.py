"""safetensors: PyTorch's names, shapes and layouts, with PyTorch itself where it is installed."""

import numpy as np
import pytest

from gdstudio.files.models.exporting import export_model
from tests.files.models import torch_by_hand
from tests.files.models.small_networks import COLUMNS, DATA, ROWS, trained
from tests.files.models.torch_by_hand import BY_HAND

X = DATA.test.inputs(dtype=float)
PICTURES = X.reshape(-1, 1, ROWS, COLUMNS)


@pytest.mark.parametrize("name", BY_HAND)
def test_that_modules_of_pytorch_answer_the_same(name):
    training = trained(name)
    state = torch_by_hand.read(export_model(training.state(), "safetensors"))
    found = torch_by_hand.answers(name, state, PICTURES)
    np.testing.assert_allclose(found, training.network.forward(X), rtol=1e-10)


def test_that_names_and_shapes_are_those_of_modules():
    lstm = torch_by_hand.read(export_model(trained("lstm").state(), "safetensors"))
    assert {name: array.shape for name, array in lstm.items()} == {
        "layer1.weight_ih_l0": (20, COLUMNS),
        "layer1.weight_hh_l0": (20, 5),
        "layer1.bias_ih_l0": (20,),
        "layer1.bias_hh_l0": (20,),
        "layer2.weight": (4, 5),
        "layer2.bias": (4,),
    }
    cnn = torch_by_hand.read(export_model(trained("cnn").state(), "safetensors"))
    assert cnn["layer1.weight"].shape == (3, 1, 3, 2)
    assert cnn["layer4.weight"].shape[0] == 6


def module(torch, name):
    """Return a module of PyTorch with the layers of a small network, named as in the file."""
    nn = torch.nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            if name == "lesson":
                self.layer1, self.layer2 = nn.Linear(ROWS * COLUMNS, 6), nn.Linear(6, 5)
                self.layer3 = nn.Linear(5, 4)
            elif name == "cnn":
                self.layer1 = nn.Conv2d(1, 3, (3, 2), padding=1)
                self.layer2 = nn.MaxPool2d(2)
                self.layer3 = nn.Conv2d(3, 4, (2, 3), stride=(2, 1))
                self.layer4, self.layer5 = nn.LazyLinear(6), nn.Linear(6, 4)
            elif name == "rnn":
                self.layer1 = nn.RNN(COLUMNS, 5, nonlinearity="relu", batch_first=True)
                self.layer2 = nn.Linear(5, 4)
            else:
                self.layer1, self.layer2 = nn.LSTM(COLUMNS, 5, batch_first=True), nn.Linear(5, 4)

        def forward(self, x):
            if name == "lesson":
                h = torch.sigmoid(self.layer1(x.flatten(1)))
                return torch.sigmoid(self.layer3(torch.sigmoid(self.layer2(h))))
            if name == "cnn":
                h = torch.tanh(self.layer3(self.layer2(torch.tanh(self.layer1(x)))))
                return torch.softmax(self.layer5(torch.tanh(self.layer4(h.flatten(1)))), dim=1)
            steps, _ = self.layer1(x[:, 0])
            return torch.softmax(self.layer2(steps[:, -1]), dim=1)

    return Net().double()


@pytest.mark.parametrize("name", ["lesson", "cnn", "lstm", "rnn"])
def test_that_pytorch_itself_loads_the_file_and_answers_the_same(name, tmp_path):
    torch = pytest.importorskip("torch")
    from safetensors.torch import load_file

    training = trained(name)
    path = tmp_path / "network.safetensors"
    path.write_bytes(export_model(training.state(), "safetensors"))
    net = module(torch, name)
    pictures = torch.from_numpy(PICTURES.copy())
    with torch.no_grad():
        net(pictures)  # lazy layers take their shape
        net.load_state_dict(load_file(path), strict=True)
        found = net(pictures).numpy()
    np.testing.assert_allclose(found, training.network.forward(X), rtol=1e-9)
