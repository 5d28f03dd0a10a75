"""The classes of layers in an exported Python file, each as it stands there."""

from __future__ import annotations

from typing import Final

DENSE: Final = '''\
class Dense:
    """Every output sees every input: A = f(X W' + b)."""

    def __init__(self, W, b, activation, slope):
        self.parameters = [W, b]
        self.activation, self.slope = activation, slope

    def forward(self, X):
        """Return A (examples, outputs) for X (examples, inputs)."""
        W, b = self.parameters
        self.X = X
        self.A = self.activation(X @ W.T + b)
        return self.A

    def backward(self, dA):
        """Return the gradient of the cost by X, given that by A; keep those by W and b."""
        W, _ = self.parameters
        dZ = dA * self.slope(self.A)
        self.gradients = [dZ.T @ self.X, dZ.sum(axis=0)]
        return dZ @ W
'''

PATCHES: Final = '''\
def patches(X, size, stride):
    """Return the windows of pictures: (examples, channels, rows, columns, *size), a view."""
    found = np.lib.stride_tricks.sliding_window_view(X, size, axis=(2, 3))
    return found[:, :, :: stride[0], :: stride[1]]


def place(X, i, j, rows, columns, stride):
    """Return the pixels of X that stand at row i, column j of all windows: a view."""
    down, right = stride
    return X[:, :, i : i + (rows - 1) * down + 1 : down, j : j + (columns - 1) * right + 1 : right]
'''

CONV2D: Final = '''\
class Conv2D:
    """Filters that slide over pictures: each output is f(sum of W times patch, + b).

    W is (filters, channels, rows, columns), pictures are (examples, channels, rows, columns).
    """

    def __init__(self, W, b, activation, slope, stride, padding):
        self.parameters = [W, b]
        self.activation, self.slope = activation, slope
        self.stride, self.padding = stride, padding

    def forward(self, X):
        """Return the feature maps (examples, filters, rows, columns)."""
        W, b = self.parameters
        top, left = self.padding
        self.X = np.pad(X, ((0, 0), (0, 0), (top, top), (left, left)))
        self.patches = patches(self.X, W.shape[2:], self.stride)
        Z = np.tensordot(self.patches, W, axes=((1, 4, 5), (1, 2, 3)))
        self.A = self.activation(Z.transpose(0, 3, 1, 2) + b[:, np.newaxis, np.newaxis])
        return self.A

    def backward(self, dA):
        """Return the gradient by X: each pixel gets its share from all patches it is in."""
        W, _ = self.parameters
        dZ = dA * self.slope(self.A)
        dW = np.tensordot(dZ, self.patches, axes=((0, 2, 3), (0, 2, 3)))
        self.gradients = [dW, dZ.sum(axis=(0, 2, 3))]
        dX = np.zeros_like(self.X)
        for i in range(W.shape[2]):
            for j in range(W.shape[3]):
                share = np.tensordot(dZ, W[:, :, i, j], axes=(1, 0)).transpose(0, 3, 1, 2)
                place(dX, i, j, *dZ.shape[2:], self.stride)[...] += share
        top, left = self.padding
        return dX[:, :, top : dX.shape[2] - top, left : dX.shape[3] - left]
'''

MAX_POOL: Final = '''\
class MaxPool:
    """The largest number of each window; among equals the first in reading order."""

    parameters = gradients = ()

    def __init__(self, size, stride):
        self.size, self.stride = size, stride

    def forward(self, X):
        """Return the maxima (examples, channels, rows, columns)."""
        self.shape = X.shape
        windows = patches(X, self.size, self.stride)
        windows = windows.reshape(*windows.shape[:4], -1)
        self.winner = windows.argmax(axis=4)
        return windows.max(axis=4)

    def backward(self, dA):
        """Return the gradient by X: all of it goes to the winner of each window."""
        dX = np.zeros(self.shape, dA.dtype)
        for k in range(self.size[0] * self.size[1]):
            i, j = divmod(k, self.size[1])
            place(dX, i, j, *dA.shape[2:], self.stride)[...] += dA * (self.winner == k)
        return dX
'''

AVERAGE_POOL: Final = '''\
class AveragePool:
    """The mean of each window."""

    parameters = gradients = ()

    def __init__(self, size, stride):
        self.size, self.stride = size, stride

    def forward(self, X):
        """Return the means (examples, channels, rows, columns)."""
        self.shape = X.shape
        return patches(X, self.size, self.stride).mean(axis=(4, 5))

    def backward(self, dA):
        """Return the gradient by X: every number of a window gets the same share."""
        dX = np.zeros(self.shape, dA.dtype)
        n = self.size[0] * self.size[1]
        for k in range(n):
            i, j = divmod(k, self.size[1])
            place(dX, i, j, *dA.shape[2:], self.stride)[...] += dA / n
        return dX
'''

FLATTEN: Final = '''\
class Flatten:
    """Pictures as rows of numbers: channel after channel, row after row."""

    parameters = gradients = ()

    def forward(self, X):
        """Return X (examples, channels * rows * columns)."""
        self.shape = X.shape
        return X.reshape(len(X), -1)

    def backward(self, dA):
        """Return the gradient as pictures."""
        return dA.reshape(self.shape)
'''

DROPOUT: Final = '''\
class Dropout:
    """In training each number is 0 with probability `rate`, else divided by 1 - rate."""

    parameters = gradients = ()
    is_on = False

    def __init__(self, rate):
        self.rate = rate

    def forward(self, X):
        """Return X, thinned while training."""
        self.factors = np.ones_like(X)
        if Dropout.is_on:
            kept = np.random.default_rng().random(X.shape) >= self.rate
            self.factors = kept.astype(X.dtype) / (1 - self.rate)
        return X * self.factors

    def backward(self, dA):
        """Return the gradient by X."""
        return dA * self.factors
'''

READING: Final = '''\
def read(X, by_pixel):
    """Return pictures as steps (steps, examples, numbers): a row each, or a pixel each."""
    n, channels, rows, columns = X.shape
    if by_pixel:
        return X.transpose(2, 3, 0, 1).reshape(rows * columns, n, channels)
    return X.transpose(2, 0, 1, 3).reshape(rows, n, channels * columns)


def unread(steps, shape, by_pixel):
    """Return steps as pictures of a shape (examples, channels, rows, columns)."""
    n, channels, rows, columns = shape
    if by_pixel:
        return steps.reshape(rows, columns, n, channels).transpose(2, 3, 0, 1)
    return steps.reshape(rows, n, channels, columns).transpose(1, 2, 0, 3)
'''

LSTM: Final = '''\
class LSTM:
    """A memory c that is written to by the gate i, cleared by f and shown by o, step by step.

    W (4 units, numbers of a step), U (4 units, units) and b hold the rows of i, f, o and of g,
    what is to be written, in this order.
    """

    def __init__(self, W, U, b, by_pixel):
        self.parameters = [W, U, b]
        self.by_pixel = by_pixel

    def forward(self, X):
        """Return h (examples, units), what is shown after the last step."""
        W, U, b = self.parameters
        n = U.shape[1]
        self.shape, self.past = X.shape, []
        h = c = np.zeros((len(X), n), X.dtype)
        for x in read(X, self.by_pixel):
            Z = x @ W.T + h @ U.T + b
            i, f, o = np.split(sigmoid(Z[:, : 3 * n]), 3, axis=1)
            g = np.tanh(Z[:, 3 * n :])
            h_before, c_before = h, c
            c = f * c + i * g
            h = o * np.tanh(c)
            self.past.append((x, h_before, c_before, i, f, o, g, np.tanh(c)))
        return h

    def backward(self, dh):
        """Return the gradient by X, going back in time (backpropagation through time)."""
        W, U, b = self.parameters
        dW, dU, db, dsteps = np.zeros_like(W), np.zeros_like(U), np.zeros_like(b), []
        dc = np.zeros_like(dh)
        for x, h_before, c_before, i, f, o, g, shown in reversed(self.past):
            dc = dc + dh * o * (1 - shown * shown)
            di, df, do, dg = dc * g, dc * c_before, dh * shown, dc * i
            dZ = [di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g * g)]
            dZ = np.concatenate(dZ, axis=1)
            dW += dZ.T @ x
            dU += dZ.T @ h_before
            db += dZ.sum(axis=0)
            dsteps.insert(0, dZ @ W)
            dh, dc = dZ @ U, dc * f
        self.gradients = [dW, dU, db]
        return unread(np.array(dsteps), self.shape, self.by_pixel)
'''

RNN: Final = '''\
class RNN:
    """A state h that reads step by step: h = f(W x + U h + b)."""

    def __init__(self, W, U, b, activation, slope, by_pixel):
        self.parameters = [W, U, b]
        self.activation, self.slope, self.by_pixel = activation, slope, by_pixel

    def forward(self, X):
        """Return h (examples, units) after the last step."""
        W, U, b = self.parameters
        self.shape, self.past = X.shape, []
        h = np.zeros((len(X), len(U)), X.dtype)
        for x in read(X, self.by_pixel):
            h_before = h
            h = self.activation(x @ W.T + h @ U.T + b)
            self.past.append((x, h_before, h))
        return h

    def backward(self, dh):
        """Return the gradient by X, going back in time (backpropagation through time)."""
        W, U, b = self.parameters
        dW, dU, db, dsteps = np.zeros_like(W), np.zeros_like(U), np.zeros_like(b), []
        for x, h_before, h in reversed(self.past):
            dZ = dh * self.slope(h)
            dW += dZ.T @ x
            dU += dZ.T @ h_before
            db += dZ.sum(axis=0)
            dsteps.insert(0, dZ @ W)
            dh = dZ @ U
        self.gradients = [dW, dU, db]
        return unread(np.array(dsteps), self.shape, self.by_pixel)
'''
