"""Workers of a cluster that runs already: dask.distributed through joblib."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
from collections.abc import Iterator
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any, Final

import gdstudio
from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.experiments.parallel_workers import ParallelWorkers
from gdstudio.texts import Text

if TYPE_CHECKING:
    from distributed import Client
    from distributed.security import Security
import tomllib
from dataclasses import dataclass
from pathlib import Path

from gdstudio.errors import FileError

KEYS: Final = ("tls_ca_file", "tls_client_cert", "tls_client_key")
_MAX_BYTES: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class ClusterSecurity:
    """Paths of three PEM files, as Dask's `Security` takes them.

    Attributes:
        tls_ca_file: Whose signature is believed.
        tls_client_cert: What is shown to the scheduler.
        tls_client_key: The key that belongs to it.
    """

    tls_ca_file: str
    tls_client_cert: str
    tls_client_key: str


def read_cluster_security(path: Path) -> ClusterSecurity:
    """Return what a TOML file of three lines says; its paths begin there. Raises FileError."""
    try:
        if path.exists() and not path.is_file():  # opening a pipe would wait for ever
            raise FileError(path, Text("is not a file"))
        with path.open("rb") as file:
            content = tomllib.loads(file.read(_MAX_BYTES).decode())
    except OSError as error:
        raise FileError(
            path, Text("cannot be read: {0}", (error.strerror or str(error)).lower())
        ) from error
    except (ValueError, RecursionError) as error:  # tomllib's own error is a ValueError
        raise FileError(path, Text("is no TOML; it takes {0}", _form())) from error
    if set(content) != set(KEYS) or not all(isinstance(v, str) for v in content.values()):
        raise FileError(path, Text("does not name {0}, and nothing else", _form()))
    found = {key: path.absolute().parent / content[key] for key in KEYS}
    for key, named in found.items():
        try:
            is_there = named.is_file()
        except (OSError, ValueError):
            is_there = False
        if not is_there:
            raise FileError(path, Text("{0} names {1!r}; there is no such file", key, content[key]))
    return ClusterSecurity(**{key: str(named) for key, named in found.items()})


def _form() -> str:
    return ", ".join(f'{key} = "FILE"' for key in KEYS)


_ANSWER_S: Final = 4  # for the scheduler to answer, and again for its first worker to be there
# What comes of no address, no answer, or the answer of another kind of server.
_NO_ANSWER: Final = (OSError, ValueError, TypeError, MemoryError, OverflowError, EOFError)
_INSTALL: Final = "pip install 'gdstudio[cluster]'"


class Cluster(ParallelWorkers):
    """The workers of a Dask scheduler. They need gdstudio as well, of the same version."""

    def __init__(self, address: str, security: ClusterSecurity | None = None) -> None:
        """Use the scheduler at an address such as "192.168.1.5:8786"; asked at once.

        Scheduler and workers exchange pickles with this program: who answers at the address can
        run code here, and whoever reads the line sees the data. With `security` both sides show a
        certificate and the line is encrypted; code from the scheduler is trusted all the same.

        Raises:
            GdstudioError: It does not answer, has no workers, or the library is not installed.
        """
        try:
            from distributed import KilledWorker
            from distributed.client import FutureCancelledError
            from distributed.comm.core import CommClosedError
        except ImportError as error:
            raise GdstudioError(
                Text(
                    "cluster: the library dask.distributed is not installed; to install it: {0}",
                    _INSTALL,
                )
            ) from error
        self.lost_errors = (
            FutureCancelledError,
            CancelledError,
            KilledWorker,
            CommClosedError,
            TimeoutError,
        )
        self._security = security
        self._address = address
        if security is not None and "://" not in address:
            self._address = f"tls://{address}"
        if security is not None and not self._address.startswith("tls://"):
            raise InvalidValue(
                Text("cluster"), address, "host:port or tls://host:port with security"
            )
        with self._client() as client:
            _check_workers(client, self._address)

    @contextlib.contextmanager
    def _engine(self) -> Iterator[dict[str, Any]]:
        with self._client() as client:
            yield {"backend": "dask", "client": client}

    def _tls_hint(self) -> str:
        if self._security is None:
            return Text("; one that speaks TLS needs --cluster-security FILE")
        return Text(", over TLS with the certificates of --cluster-security")

    def _stop(self, engine: dict[str, Any]) -> None:
        engine["client"].close()

    @contextlib.contextmanager
    def _client(self) -> Iterator[Client]:
        from distributed import Client

        # What it says of connections that come and go is not for people.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            security = _dask_security(self._security)
            asyncio.run(_greet(self._address, security))
            client = Client(
                self._address, timeout=_ANSWER_S, set_as_default=False, security=security
            )
        except _NO_ANSWER as error:
            raise GdstudioError(
                Text(
                    "cluster: no scheduler answers at {0}; give the address that dask scheduler "
                    "prints, such as 192.168.1.5:8786{1}",
                    self._address,
                    self._tls_hint(),
                )
            ) from error
        try:
            yield client
        finally:
            client.close()


def _dask_security(security: ClusterSecurity | None) -> Security:
    """Return Dask's own form; what the user's Dask settings say of TLS holds without one."""
    from distributed.security import Security

    if security is None:
        return Security()
    return Security(require_encryption=True, **dataclasses.asdict(security))


async def _greet(address: str, security: Security) -> None:
    """Ask who is there: `Client` would wait for ever for one who takes calls and says nothing."""
    from distributed.comm.core import connect

    async with asyncio.timeout(_ANSWER_S):
        comm = await connect(address, timeout=_ANSWER_S, **security.get_connection_args("client"))
    comm.abort()


def _check_workers(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_ANSWER_S)
        versions = set(client.run(program_version).values())
    except TimeoutError as error:
        raise GdstudioError(
            Text(
                "cluster: the scheduler at {0} has no workers; start some with: dask worker {0}",
                address,
            )
        ) from error
    except ImportError as error:
        raise GdstudioError(
            Text(
                "cluster: the workers at {0} do not find gdstudio; install it where they run",
                address,
            )
        ) from error
    if versions != {gdstudio.__version__}:
        raise GdstudioError(
            Text(
                "cluster: its workers run gdstudio {0}, this is {1}; give them the same",
                ", ".join(sorted(versions)),
                gdstudio.__version__,
            )
        )


def program_version() -> str:
    """Return the version of gdstudio where this runs."""
    return gdstudio.__version__
