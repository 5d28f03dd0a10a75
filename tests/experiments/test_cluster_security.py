from pathlib import Path
from unittest.mock import MagicMock

import pytest

from gdstudio.errors import FileError, InvalidValue
from gdstudio.experiments import cluster
from gdstudio.experiments.cluster import KEYS, Cluster, ClusterSecurity, read_cluster_security

SOUND = "".join(f'{key} = "{key}.pem"\n' for key in KEYS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    for key in KEYS:
        (tmp_path / f"{key}.pem").write_text("")
    path = tmp_path / "security.toml"
    path.write_text(SOUND)
    return path


def test_that_paths_begin_at_the_files_own_folder(file: Path) -> None:
    found = read_cluster_security(file)
    assert found == ClusterSecurity(*(str(file.parent / f"{key}.pem") for key in KEYS))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "does not name"),
        ("tls_ca_file = 3", "does not name"),
        (SOUND + 'other = "x"\n', "nothing else"),
        (SOUND.replace("tls_ca_file.pem", "gone.pem"), "tls_ca_file names 'gone.pem'"),
        (SOUND.replace("tls_ca_file.pem", "x" * 300), "there is no such file"),
        ("[" * 5000, "is no TOML"),
        ("\udcff", "is no TOML"),
    ],
)
def test_that_anything_else_is_one_line(file: Path, text: str, reason: str) -> None:
    file.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(FileError, match=reason) as caught:
        read_cluster_security(file)
    assert "\n" not in str(caught.value)


def test_that_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        read_cluster_security(tmp_path / "gone.toml")


def test_that_dask_is_given_the_certificates_and_speaks_tls_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import distributed

    client, greet = MagicMock(spec=distributed.Client), []

    async def greeted(address: str, security: object) -> None:
        greet.append((address, security))

    monkeypatch.setattr(cluster, "_greet", greeted)
    monkeypatch.setattr(cluster, "_check_workers", lambda *_: None)
    monkeypatch.setattr(distributed, "Client", client)
    Cluster("192.168.1.5:8786", read_cluster_security(file))
    ((address, security),) = greet
    assert address == "tls://192.168.1.5:8786"
    assert client.call_args.args == (address,)
    assert client.call_args.kwargs["security"] is security
    assert security.require_encryption is True
    assert security.tls_ca_file == str(file.parent / "tls_ca_file.pem")
    with pytest.raises(InvalidValue, match="tls://host:port"):
        Cluster("tcp://192.168.1.5:8786", read_cluster_security(file))


def test_that_what_the_system_refuses_without_a_reason_of_its_own_is_told_all_the_same(
    tmp_path, monkeypatch
):
    def refuse(*_):
        raise OSError("Something Odd")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(FileError, match="cannot be read: something odd"):
        read_cluster_security(tmp_path / "security.toml")
