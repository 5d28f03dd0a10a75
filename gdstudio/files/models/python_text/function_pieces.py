"""Activations, costs and update rules in an exported Python file, each as it stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ACTIVATIONS: Final[Mapping[str, str]] = {
    "sigmoid": """\
def sigmoid(Z):
    return 0.5 + 0.5 * np.tanh(0.5 * Z)  # 1 / (1 + exp(-Z)), which never overflows


def sigmoid_slope(A):
    return A * (1 - A)
""",
    "tanh": """\
def tanh(Z):
    return np.tanh(Z)


def tanh_slope(A):
    return 1 - A * A
""",
    "relu": """\
def relu(Z):
    return np.maximum(Z, 0)


def relu_slope(A):
    return (A > 0).astype(A.dtype)
""",
    "leaky-relu": """\
def leaky_relu(Z):
    return np.maximum(Z, 0.01 * Z)


def leaky_relu_slope(A):
    return np.where(A < 0, 0.01, 1.0).astype(A.dtype)
""",
    "identity": """\
def identity(Z):
    return Z


def identity_slope(A):
    return np.ones_like(A)
""",
    "softmax": """\
def softmax(Z):
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
""",
}

_SQUARED: Final = '''\
def cost_and_gradient(Z, T):
    """Return the mean over the examples of sum (A - T)^2, and its gradient by Z."""
    A = {output}(Z)
    D = A - T
    cost = (D * D).sum() / len(D)
    dA = 2 / len(D) * D
    return cost, {back}
'''
_SOFTMAX_BACK: Final = "A * (dA - (dA * A).sum(axis=1, keepdims=True))"

_CROSS_ENTROPY: Final[Mapping[str, str]] = {
    "softmax": '''\
def cost_and_gradient(Z, T):
    """Return the mean over the examples of -sum T ln A, and its gradient by Z, which is A - T."""
    highest = Z.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(Z - highest).sum(axis=1)) + highest[:, 0]
    cost = (log_sum * T.sum(axis=1) - (Z * T).sum(axis=1)).sum() / len(Z)
    return cost, (softmax(Z) - T) / len(Z)
''',
    "sigmoid": '''\
def cost_and_gradient(Z, T):
    """Return the mean of -sum T ln A + (1 - T) ln(1 - A), and its gradient by Z, A - T."""
    values = np.maximum(Z, 0) - Z * T + np.log1p(np.exp(-np.abs(Z)))
    return values.sum() / len(Z), (sigmoid(Z) - T) / len(Z)
''',
}


def identifier(activation: str) -> str:
    """Return what an activation is called in Python."""
    return activation.replace("-", "_")


def cost_piece(cost: str, output_activation: str) -> str:
    """Return the function of a cost, for outputs of an activation."""
    if cost == "cross-entropy":
        return _CROSS_ENTROPY[output_activation]
    name = identifier(output_activation)
    back = _SOFTMAX_BACK if name == "softmax" else f"dA * {name}_slope(A)"
    return _SQUARED.format(output=name, back=back)


_SGD: Final = '''\
    """Gradient descent: a step against the gradient."""
    p -= RATE * g
'''
_ADAM: Final = '''\
    """{name}: the mean gradient over the root of its mean square, both freed of their start."""
    m, v = STATE["mean"], STATE["square_average"]
{decay}    m[:] = {beta_1} * m + (1 - {beta_1}) * g
    v[:] = {beta_2} * v + (1 - {beta_2}) * g * g
{highest}    m_hat = m / (1 - {beta_1} ** STEPS)
    root = np.sqrt(v) / (1 - {beta_2} ** STEPS) ** 0.5
    p -= RATE * m_hat / (root + {epsilon})
'''

UPDATES: Final[Mapping[str, str]] = {
    "gradient-descent": _SGD,
    "sgd": _SGD,
    "momentum": '''\
    """Momentum (Polyak 1964): the step goes on in the direction it had."""
    v = STATE["velocity"]
    v[:] = {momentum} * v + g
    p -= RATE * v
''',
    "nesterov": '''\
    """Momentum as by Nesterov (1983): the gradient is taken a step ahead."""
    v = STATE["velocity"]
    v[:] = {momentum} * v + g
    p -= RATE * (g + {momentum} * v)
''',
    "adagrad": '''\
    """AdaGrad (Duchi et al. 2011): each parameter's step by the root of its squares so far."""
    total = STATE["square_sum"]
    total += g * g
    p -= RATE * g / (np.sqrt(total) + {epsilon})
''',
    "rmsprop": '''\
    """RMSProp (Tieleman, Hinton 2012): each gradient over the root of its mean square."""
    v = STATE["square_average"]
    v[:] = {alpha} * v + (1 - {alpha}) * g * g
    p -= RATE * g / (np.sqrt(v) + {epsilon})
''',
    "adadelta": '''\
    """AdaDelta (Zeiler 2012): steps in the unit of the parameters."""
    v, u = STATE["square_average"], STATE["delta_average"]
    v[:] = {rho} * v + (1 - {rho}) * g * g
    delta = np.sqrt((u + {epsilon}) / (v + {epsilon})) * g
    u[:] = {rho} * u + (1 - {rho}) * delta * delta
    p -= RATE * delta
''',
    "adam": _ADAM.replace("{name}", "Adam (Kingma, Ba 2015)")
    .replace("{decay}", "")
    .replace("{highest}", ""),
    "amsgrad": _ADAM.replace("{name}", "AMSGrad (Reddi et al. 2018)")
    .replace("{decay}", "")
    .replace(
        "{highest}",
        '    v = STATE["square_maximum"]\n    np.maximum(v, STATE["square_average"], out=v)\n',
    ),
    "adamw": _ADAM.replace("{name}", "AdamW (Loshchilov, Hutter 2019)")
    .replace("{decay}", "    p *= 1 - RATE * {weight_decay}\n")
    .replace("{highest}", ""),
    "lion": '''\
    """Lion (Chen et al. 2023): only the sign of a mean gradient counts."""
    m = STATE["mean"]
    direction = np.sign({beta_1} * m + (1 - {beta_1}) * g) + {weight_decay} * p
    p -= RATE * direction
    m[:] = {beta_2} * m + (1 - {beta_2}) * g
''',
}


def update_piece(optimizer: str, settings: Mapping[str, float]) -> str:
    """Return the function of an update, with the numbers of its settings."""
    body = UPDATES[optimizer]
    for name, value in settings.items():
        body = body.replace(f"{{{name}}}", repr(float(value)))
    return f"def update(p, g):\n{body}"
