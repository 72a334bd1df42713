"""Child processes that end with their parent, and the account that servers run as."""

import ctypes
import os
import pwd
import signal
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from config.place import ServiceError

# Numbers from linux/prctl.h, linux/securebits.h and linux/capability.h.
PR_SET_PDEATHSIG = 1
PR_SET_SECUREBITS = 28
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
SECBIT_NO_SETUID_FIXUP = 1 << 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522

# Loaded here: between fork and exec, loading a library could wait for a lock forever.
_libc = ctypes.CDLL(None, use_errno=True)


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapabilitySet(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def _check(result: int) -> None:
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def end_with_parent(death_signal: signal.Signals, parent: int) -> None:
    """Have the kernel send us `death_signal` when the thread that made us ends."""
    _check(_libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0))
    if os.getppid() != parent:
        os.kill(os.getpid(), death_signal)


def bound_to_us(death_signal: signal.Signals) -> Callable[[], None]:
    """A preexec_fn: the child gets `death_signal` when this process ends, however."""
    parent = os.getpid()
    return lambda: end_with_parent(death_signal, parent)


@dataclass(frozen=True)
class ServerAccount:
    """Whom a server runs as: PostgreSQL refuses root, so root lends it another account.

    With `reaches_closed_directories` the server may pass directories that are closed to
    that account, as a checkout below /root or a private temporary directory is.
    """

    uid: int
    gid: int
    reaches_closed_directories: bool = False

    @classmethod
    def choose(cls, data: Path, needed: Iterable[Path]) -> "ServerAccount":
        """Ourselves, or, for root, the owner of the data, else `nobody`."""
        if os.getuid() != 0:
            return cls(os.getuid(), os.getgid())
        entry = _owner(data) or _nobody()
        closed = any(_is_closed(path, entry.pw_uid) for path in (data, *needed))
        return cls(entry.pw_uid, entry.pw_gid, closed)

    def own(self, directory: Path) -> None:
        """Make a directory that only this account can use."""
        if directory.is_symlink():
            raise ServiceError(f"{directory} is a link: remove it and start again.")
        directory.mkdir(mode=0o700, exist_ok=True)
        if os.getuid() == 0:
            os.chown(directory, self.uid, self.gid)
        directory.chmod(0o700)

    def become(self) -> None:
        """Turn into this account for good; to be called between fork and exec."""
        if os.getuid() != 0:
            return
        if self.reaches_closed_directories:
            # Without it the kernel drops the capability with root's id, and access(2)
            # would answer as if we had none.
            _check(_libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
        os.setgroups([])
        os.setresgid(self.gid, self.gid, self.gid)
        os.setresuid(self.uid, self.uid, self.uid)
        if self.reaches_closed_directories:
            _keep_only(CAP_DAC_OVERRIDE)

    def starter(self, death_signal: signal.Signals) -> Callable[[], None]:
        """A preexec_fn: become this account and end with our parent."""
        parent = os.getpid()

        def prepare() -> None:
            self.become()
            # After the change of account, which clears the parent's death signal.
            end_with_parent(death_signal, parent)

        return prepare


def _keep_only(capability: int) -> None:
    mask = 1 << capability
    sets = (_CapabilitySet * 2)(_CapabilitySet(mask, mask, mask), _CapabilitySet())
    header = _CapabilityHeader(CAPABILITY_VERSION_3, 0)
    _check(_libc.capset(ctypes.byref(header), sets))
    _check(_libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0))


def _owner(data: Path) -> pwd.struct_passwd | None:
    """Who owns existing data, unless that is root or an account without a name."""
    try:
        uid = data.stat().st_uid
        return pwd.getpwuid(uid) if uid else None
    except (FileNotFoundError, KeyError):
        return None


def _nobody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError as error:
        raise ServiceError(
            "PostgreSQL refuses to run as root and this machine has no account "
            "'nobody': run as an ordinary user."
        ) from error


def _is_closed(path: Path, uid: int) -> bool:
    """Whether the account cannot get at `path`, by the bits of all that is above it."""
    above = [parent for parent in path.resolve().parents if parent.exists()]
    opened = [path] if path.is_file() else []
    return any(
        not entry.st_mode & (stat.S_IXUSR if entry.st_uid == uid else stat.S_IXOTH)
        for entry in (where.stat() for where in (*opened, *above))
    )
