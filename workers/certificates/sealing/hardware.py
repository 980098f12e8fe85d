"""Owns the way to a key on a token of hardware (PKCS#11): the key signs there and stays there."""

import threading
from collections.abc import Callable
from typing import Any

import pkcs11
from asn1crypto import x509
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass

from campus.env.pdfkeys import KeyToken
from workers.certificates.issuers.keys import NoSigningKey


def on_token(named: KeyToken) -> tuple[x509.Certificate, Callable[[bytes], bytes]]:
    """The certificate of the key, and what signs with it, in one session that stays open.

    Raises NoSigningKey where something is not there.
    """
    try:
        token = pkcs11.lib(str(named.module)).get_token(token_label=named.token)
        session = token.open(user_pin=named.pin or None)
        key: Any = session.get_key(
            object_class=ObjectClass.PRIVATE_KEY, key_type=KeyType.RSA, label=named.label
        )
        held = list(
            session.get_objects(
                {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: named.label}
            )
        )
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as fault:
        detail = str(fault) or type(fault).__name__
        raise NoSigningKey(f"The token {named.token} gives no key: {detail}") from fault
    if len(held) != 1:
        raise NoSigningKey(f"The token {named.token} has no certificate named {named.label}.")
    turn = threading.Lock()  # a session does one thing at a time

    def sign(signed: bytes) -> bytes:
        with turn:
            signature: bytes = key.sign(signed, mechanism=Mechanism.SHA256_RSA_PKCS)
        return signature

    return x509.Certificate.load(held[0][Attribute.VALUE]), sign
