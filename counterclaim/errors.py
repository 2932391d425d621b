"""Every error that counterclaim raises.

CounterclaimError                 the root: one clear line for the user, exit code 2
├── UsageError                    the call itself is off: no such path, unknown table, bad option
├── SettingsError                 a settings, metadata or catalogue file that cannot be used
├── ReadError                     a file that cannot be read: becomes a reject, never a crash
│   ├── Unsupported               no reader for this kind of file
│   ├── Damaged                   not what it says it is, or broken beyond reading
│   ├── TooLarge                  over a bound of the settings (size, pages, nesting, ratio)
│   ├── Locked                    encrypted
│   └── NoText                    read well, and nothing to analyse in it (a scan, an empty page)
├── AnchorError                   words that are not at their offsets
└── LedgerError                   a ledger that cannot be used
    ├── NotALedger                some other file
    ├── NewerSchema               written by a newer version of the program
    ├── Corrupt                   fails a check of its content; `verify` says which
    └── Busy                      another process is writing to it
"""

from __future__ import annotations


class CounterclaimError(Exception):
    """Root of the tree. ``str(error)`` is one line that a user can act on."""


class UsageError(CounterclaimError):
    """The call is off: a path that does not exist, an unknown name, options that exclude each other."""


class SettingsError(CounterclaimError):
    """A settings, metadata, lexicon or catalogue file that cannot be used; names the file and the line."""


class ReadError(CounterclaimError):
    """A file that cannot be read. The build records it as a reject and goes on."""


class Unsupported(ReadError):
    """No reader for this kind of file."""


class Damaged(ReadError):
    """The bytes are not what they claim to be."""


class TooLarge(ReadError):
    """A bound of :class:`counterclaim.settings.Reading` is passed."""


class Locked(ReadError):
    """Encrypted, and no key is at hand."""


class NoText(ReadError):
    """Nothing to analyse: empty, a scan without a text layer, a page without prose."""


class AnchorError(CounterclaimError):
    """A row's words do not stand at its offsets."""


class LedgerError(CounterclaimError):
    """A ledger file that cannot be used."""


class NotALedger(LedgerError):
    """The file is no ledger of this program."""


class NewerSchema(LedgerError):
    """The ledger was written by a newer version; nothing was changed."""


class Corrupt(LedgerError):
    """A hash, an anchor or a reference of the ledger does not hold."""


class Busy(LedgerError):
    """Another process holds the ledger."""
