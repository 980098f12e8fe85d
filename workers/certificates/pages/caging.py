"""Owns the limits a process puts on itself before it runs what somebody else wrote.

Standard library only: the child that is limited imports nothing else of ours.
"""

import ctypes
import platform
import resource
import struct
from typing import Final

# (AUDIT_ARCH, socket, connect, execve, execveat) of each machine whose calls are known here.
_MACHINES: Final = {
    "x86_64": (0xC000003E, (41, 42, 59, 322)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281)),
}
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUALS, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 13, 0x80000000


def limit(*, memory: int, cpu_seconds: int, file_size: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def cut_off() -> None:
    """No socket and no other program from here on, for this process and all its threads to come.

    Raises OSError where the kernel cannot promise it.  Source: seccomp(2), filter mode.
    """
    arch, refused = _MACHINES.get(platform.machine(), (0, ()))
    if not refused:
        raise OSError(f"No system calls are known for {platform.machine()}.")
    code = [(_LOAD, 0, 0, 4), (_EQUALS, 1, 0, arch), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    for number in refused:
        code += [(_EQUALS, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    code.append((_RETURN, 0, 0, _ALLOW))
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *one) for one in code))
    head = struct.pack("HxxxxxxP", len(code), ctypes.addressof(program))
    libc = ctypes.CDLL(None, use_errno=True)
    for call in ((_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SECCOMP, _FILTER, head, 0, 0)):
        if libc.prctl(*call):
            raise OSError(ctypes.get_errno(), "The kernel refuses to cut a process off.")
