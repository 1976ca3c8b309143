"""Everything that can go wrong and that a person can mend, in one tree.

```
ReperesError                      root; nothing raises it as such
├── InputError                    what was typed or sent cannot be used
│   ├── EmptyQuestion             a question without a single word
│   ├── QuestionTooLong           more characters than the limit
│   ├── InvalidBatchLine          a line of a batch file that is not what the contract says
│   ├── InvalidFilter             a filter whose name or value is unknown
│   ├── InvalidSetting            a REPERES_* variable that is unknown or has a bad value
│   ├── UnknownSuite              no such set of evaluation questions
│   └── DocumentNotFound          no such publication in the index
├── SourceError                   one file cannot become a Document; the others go on
│   ├── SourceNotFound            the file or folder is not there
│   ├── UnsupportedType           no reader for this type of file
│   ├── UnreadableFile            the file is damaged, or not what its name says
│   ├── EncryptedFile             a password is needed
│   └── EmptyDocument             not a single word in it
├── CatalogueError                catalogue.yaml, or one of its entries, is wrong
├── IndexStateError               the index folder cannot be used as it is
│   ├── IndexMissing              nothing was indexed yet in this folder
│   ├── IndexCorrupt              files are missing or damaged
│   ├── IndexModelMismatch        built with another embedding model
│   ├── IndexLocked               another indexing is under way in this folder
│   └── StoreUnavailable          the Chroma server does not answer
├── ModelUnavailable              the embedding model cannot be found or loaded
├── WeightsMismatch               the embedded weights are not the pinned ones
├── NotWritable                   no right to write in a folder that must be written
└── PortBusy                      the address is taken by another program
```

An error carries values, never a sentence for users: the French sentence comes from `indexer.messages`,
the HTTP status from `assistant.api.problems`. `retryable` says whether the same call may go through
later without anybody mending anything.
"""

from __future__ import annotations

from typing import ClassVar


class ReperesError(Exception):
    """Root of the tree. `values` are what the French sentence is filled with."""

    retryable: ClassVar[bool] = False

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(", ".join(f"{name}={value!r}" for name, value in values.items()))


class InputError(ReperesError):
    """What was typed or sent cannot be used."""


class EmptyQuestion(InputError):
    """A question without a single word."""


class QuestionTooLong(InputError):
    """More characters than the limit. Values: `length`, `limit` (characters)."""


class InvalidBatchLine(InputError):
    """A line of a batch file that is not what the contract says. Values: `path`, `line` (1-based), `detail`."""


class InvalidFilter(InputError):
    """A filter whose name or value is unknown. Values: `field`, `value`, `allowed`."""


class InvalidSetting(InputError):
    """A REPERES_* variable that is unknown or has a bad value. Values: `name`, `value`, `detail`."""


class UnknownSuite(InputError):
    """No such set of evaluation questions. Values: `suite`, `known`."""


class DocumentNotFound(InputError):
    """No such publication in the index. Values: `doc`."""


class SourceError(ReperesError):
    """One file cannot become a Document; the others go on. Values: `path`."""


class SourceNotFound(SourceError):
    """The file or folder is not there. Values: `path`."""


class UnsupportedType(SourceError):
    """No reader for this type of file. Values: `path`, `suffix`, `supported`."""


class UnreadableFile(SourceError):
    """The file is damaged, or not what its name says. Values: `path`, `detail`."""


class EncryptedFile(SourceError):
    """A password is needed to open the file. Values: `path`."""


class EmptyDocument(SourceError):
    """Not a single word in the file (blank, zero page, or scanned without text). Values: `path`, `pages`."""


class CatalogueError(ReperesError):
    """catalogue.yaml, or one of its entries, is wrong. Values: `path`, `entry`, `field`, `detail`."""


class IndexStateError(ReperesError):
    """The index folder cannot be used as it is. Values: `path`."""


class IndexMissing(IndexStateError):
    """Nothing was indexed yet in this folder. Values: `path`."""


class IndexCorrupt(IndexStateError):
    """Files are missing or damaged. Values: `path`, `detail`."""


class IndexModelMismatch(IndexStateError):
    """The index was built with another embedding model. Values: `path`, `built_with`, `configured`."""


class IndexLocked(IndexStateError):
    """Another indexing is under way in this folder. Values: `path`."""

    retryable = True


class StoreUnavailable(IndexStateError):
    """The Chroma server does not answer. Values: `path`, `url`."""

    retryable = True


class ModelUnavailable(ReperesError):
    """The embedding model cannot be found or loaded. Values: `model`, `detail`."""


class WeightsMismatch(ReperesError):
    """The embedded weights are not the pinned ones. Values: `path`, `expected`, `found` (sha256, hexadecimal)."""


class NotWritable(ReperesError):
    """No right to write in a folder that must be written. Values: `path`."""


class PortBusy(ReperesError):
    """The address is taken by another program. Values: `host`, `port`."""

    retryable = True
