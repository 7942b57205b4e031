"""TLS is verified, and a handshake that fails proves that nothing was sent."""

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from supply.connectors.base import NotSent, NotSentKind, Succeeded
from supply.connectors.quanyi_http import QuanyiHttp
from tests.supply.connectors import samples
from tests.supply.connectors.canned import answer, canned, hang_up

TOPUP = samples.topup()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file with a key and a certificate for ``localhost`` that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + built.public_bytes(serialization.Encoding.PEM)
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    path.write_bytes(pem)
    return path


@pytest.fixture
def port(certificate: Path) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_serve_once, args=(listener, context), daemon=True).start()
        yield listener.getsockname()[1]


def _serve_once(listener: socket.socket, context: ssl.SSLContext) -> None:
    line, _ = listener.accept()
    try:
        secure = context.wrap_socket(line, server_side=True)
        secure.recv(65536)
        secure.sendall(answer(samples.raw(samples.order(TOPUP))))
        hang_up(secure)
    except OSError:
        line.close()


def test_a_supplier_with_its_own_authority_is_spoken_to(port: int, certificate: Path) -> None:
    connector = QuanyiHttp(samples.settings(f"https://localhost:{port}", ca_file=str(certificate)))
    assert isinstance(connector.submit(TOPUP), Succeeded)


def test_a_certificate_nobody_vouches_for_is_refused(port: int) -> None:
    connector = QuanyiHttp(samples.settings(f"https://localhost:{port}"))
    assert connector.submit(TOPUP) == NotSent(NotSentKind.TLS_FAILED, "SSLCertVerificationError")


def test_a_certificate_for_another_name_is_refused(port: int, certificate: Path) -> None:
    connector = QuanyiHttp(samples.settings(f"https://127.0.0.1:{port}", ca_file=str(certificate)))
    assert connector.submit(TOPUP) == NotSent(NotSentKind.TLS_FAILED, "SSLCertVerificationError")


def test_a_host_that_speaks_no_tls_was_not_sent_to() -> None:
    with canned(answer(b"{}")) as base_url:
        outcome = QuanyiHttp(samples.settings(base_url.replace("http:", "https:"))).submit(TOPUP)
    assert isinstance(outcome, NotSent)
    assert outcome.kind == NotSentKind.TLS_FAILED


def test_a_host_silent_in_the_handshake_ends_at_the_connect_deadline() -> None:
    with canned(b"", hold=True) as base_url:
        settings = samples.settings(base_url.replace("http:", "https:"), connect_seconds=0.3)
        outcome = QuanyiHttp(settings).submit(TOPUP)
    assert outcome == NotSent(NotSentKind.TLS_FAILED, "TimeoutError")
