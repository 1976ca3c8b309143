"""Everything that can go wrong and that a person can mend, in one tree.

```
ReperesError                      root; nothing raises it as such
├── InputError                    what was typed or sent cannot be used
│   ├── EmptyQuestion             a question without a single word
│   ├── QuestionTooLong           more characters than the limit
│   ├── InvalidBatchLine          a line of a batch file that is not what the contract says
│   ├── InvalidFilter             a filter whose name or value is unknown
│   ├── InvalidSetting            a REPERES_* variable that is unknown or has a bad value
│   ├── SourceIsIndex             a source to index is what an index is made of
│   ├── UnknownSuite              no such set of evaluation questions
│   ├── BaselineOutdated          the accepted evaluation is kept in a form that is no longer read
│   ├── DocumentNotFound          no such publication in the index
│   ├── PageNotFound              this publication has no such page
│   ├── PassageNotFound           no such words in this publication
│   ├── ChatModelNotFound         a chat request asks for another model than ours
│   ├── ChatParameterRefused      a chat request asks for what would change the answer, and cannot be done
│   ├── ChatContentRefused        a message of a chat holds something else than text
│   ├── GenerationNotFound        no such generation to go back to
│   ├── JobNotFound               no such job
│   ├── JobPending                one of the same kind waits for its turn already
│   ├── PublicationNotFound       no such publication among those that were added
│   ├── PublicationKnown          the same content is there already
│   ├── PublicationFieldInvalid   what is told of a publication cannot be kept
│   ├── UploadTooLarge            a file of more bytes than are taken
│   ├── BackupUnreadable          not a backup, or a damaged one
│   ├── RestoreRefused            a backup would go over what is there
│   ├── SurveyNotFound            no survey results in this publication
│   ├── SurveyQuestionNotFound    no such question in this survey
│   ├── CrosstabRefused           these two questions cannot be crossed
│   ├── SolicitationNotFound      no such solicitation
│   ├── SolicitationConflict      somebody else changed it meanwhile
│   ├── SolicitationFieldInvalid  a field of a solicitation, or of the directory, that does not take this value
│   ├── DirectoryEntryNotFound    no such organisation or contact
│   ├── DirectoryLineInvalid      a line of a directory file that cannot be used
│   ├── PersonTooVague            too short a name to look for somebody
│   ├── ConversationNotFound      no such conversation, or somebody else's
│   ├── ExchangeNotFound          a conversation has no question at this place
│   ├── AnswerForgotten           an answer that is no longer kept, or never was
│   ├── SharedAnswerNotFound      no answer is shared by this link
│   ├── SharingRefused            an answer that is not to be shared by a link
│   ├── FeedbackNotFound          no such feedback
│   ├── FeedbackInvalid           a field of a feedback, or of its review, that does not take this value
│   ├── TemplateInvalid           a template of drafts, written by the staff, cannot be used
│   ├── SignInNeeded              nobody is known to be asking
│   ├── SignInRefused             no such login with this password
│   ├── KeyRefused                no such key, or no longer
│   ├── RightMissing              whoever asks may not do this
│   ├── TokenMissing              a change without the token of its session
│   ├── TooManyRequests           more of them than one may make in a while
│   ├── AccountNotFound           no such account
│   ├── AccountExists             a login that somebody has already
│   ├── AccountFieldInvalid       a field of an account or of a key that does not take this value
│   ├── PasswordRefused           a password that is too easily found
│   ├── LastAdministrator         nobody would be left to give accounts
│   ├── LinkRefused               a one-time link that is unknown, used or too old
│   ├── KeyNotFound               no such API key
│   └── SingleSignOnRefused       the single sign-on lets nobody in, or somebody who may not come in
├── SourceError                   one file cannot become a Document; the others go on
│   ├── SourceNotFound            the file or folder is not there
│   ├── ServedSourceMissing       a source of what serves is not there: its publications would go
│   ├── UnsupportedType           no reader for this type of file
│   ├── UnreadableFile            the file is damaged, or not what its name says
│   ├── EncryptedFile             a password is needed
│   ├── EmptyDocument             not a single word in it
│   ├── GarbledText               its characters do not map to letters
│   ├── ReadingTooLong            reading it takes longer than allowed
│   ├── ReadingTooHeavy           reading it takes more memory than allowed
│   ├── ReaderStopped             the process that was reading it died
│   ├── PersonalLines             each of its lines is a person, and none can be counted
│   └── ArchiveRefused            an archive goes beyond what may be opened
├── CatalogueError                catalogue.yaml, or one of its entries, is wrong
├── SourcesError                  sources.yaml, or one of its entries, is wrong
├── FetchLocked                   another fetch is under way in this folder
├── PublicationsLocked            somebody else changes the publications that were added, or copies them
├── FetchError                    an address, or a file, cannot be fetched; the others go on
│   ├── FetchRefused              our rules or the site's do not allow it: asking again changes nothing
│   │   ├── AddressRefused        where it stands may not be asked (private, other scheme, port, password)
│   │   ├── RobotsRefused         the site's robots.txt does not want it
│   │   ├── TypeRefused           of a type that cannot be indexed
│   │   └── TooLarge              more bytes than allowed
│   └── FetchFailed               the site did not give it
│       ├── HostUnreachable       no such host, or the connection failed
│       ├── AnswerTooSlow         the whole answer takes longer than allowed
│       ├── AnswerBroken          the answer is cut or cannot be decoded
│       ├── RedirectedTooOften    sent on more often than allowed, or round in circles
│       ├── TotalReached          the whole fetch has received as much as allowed
│       ├── StatusRefused         the site answers with an HTTP error
│       ├── PageGone              the site says that it is no longer there
│       └── ListingUnreadable     not the feed, sitemap or interface that it should be, or empty all at once
├── IndexStateError               the index folder cannot be used as it is
│   ├── IndexMissing              nothing was indexed yet in this folder
│   ├── IndexCorrupt              files are missing or damaged
│   ├── IndexNotReadable          no right to read them
│   ├── IndexOutdated             another version of Repères made it, in a form that is not read here
│   ├── IndexModelMismatch        built with another embedding model
│   ├── IndexLocked               another indexing is under way in this folder
│   ├── StoreUnavailable          the Chroma server does not answer
│   └── EvalsRegressed            what was built answers worse than what is served
├── DatabaseStateError            the database of solicitations cannot be used as it is
│   ├── DatabaseUnavailable       it does not answer
│   ├── DatabaseDamaged           the file is no database, or no longer one
│   ├── DatabaseNotReadable       no right to read its file, nor to look for it
│   ├── DatabaseOutdated          a later version of Repères made it
│   └── RestoreUnfinished         a backup was being put back when its process died
├── SingleSignOnUnavailable       the server of the single sign-on does not answer as it should
├── MailboxError                  the association's mailbox cannot be read
│   ├── MailboxUnreachable        its server does not answer, or not over a connection that can be trusted
│   └── MailboxRefused            its server refuses the account, the folder or a command
├── ModelUnavailable              the embedding model cannot be found or loaded
├── GeneratorUnavailable          the language model's library is not installed, or its settings make no sense
├── WeightsMismatch               the embedded weights are not the pinned ones
├── GapsUnreadable                the file of unanswered questions is damaged
├── GapsUnavailable               it cannot be read now, and nothing says that it is damaged
├── TriageModelUnreadable         the triage model that the staff trained is damaged, or of another version
├── NotEnoughMemory               the machine has not the memory that an indexing takes
├── WritingError                  something cannot be written where it must be kept; what was there stays
│   ├── NoRoom                    the disk is full, or a quota is reached
│   ├── NotWritable               no right to write there, or the disk can only be read
│   └── WritingFailed             the system says another reason
├── NotReadable                   no right to read a file or a folder that is neither index nor database
├── ExtraMissing                  something that is asked for wants libraries that are not installed
└── PortBusy                      the address is taken by another program
```

An error carries values, never a sentence for users: the French sentence comes from `indexer.messages`,
the HTTP status from `assistant.api.problems`. `retryable` says whether the same call may go through
later without anybody mending anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable


class ReperesError(Exception):
    """Root of the tree. `values` are what the French sentence is filled with."""

    retryable: ClassVar[bool] = False

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(", ".join(f"{name}={value!r}" for name, value in values.items()))

    def __reduce__(self) -> tuple[Callable[..., ReperesError], tuple[type[ReperesError], dict[str, object]]]:
        """Crosses from a worker process with its values, which are named and not positional."""
        return _rebuilt, (type(self), self.values)


def _rebuilt(kind: type[ReperesError], values: dict[str, object]) -> ReperesError:
    return kind(**values)


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


class SourceIsIndex(InputError):
    """A source to index is a data folder, or holds what an index is made of. Values: `path`."""


class UnknownSuite(InputError):
    """No such set of evaluation questions. Values: `suite`, `known`."""


class BaselineOutdated(InputError):
    """The accepted evaluation is kept in a form that is no longer read. Values: `path`."""


class DocumentNotFound(InputError):
    """No such publication in the index. Values: `doc`."""


class PageNotFound(InputError):
    """This publication has no such page. Values: `doc`, `page`, `pages` (0 where the format has none)."""


class PassageNotFound(InputError):
    """No such words in this publication. Values: `doc`."""


class ChatModelNotFound(InputError):
    """A chat request asks for another model than ours. Values: `model`, `known`."""


class ChatParameterRefused(InputError):
    """A chat request asks for what would change the answer, and cannot be done. Values: `parameter`, `detail`."""


class ChatContentRefused(InputError):
    """A message of a chat holds something else than text. Values: `where` (as `messages[0].content[1]`), `found`."""


class GenerationNotFound(InputError):
    """No such generation to go back to. Values: `generation`, `known`."""


class JobNotFound(InputError):
    """No such job. Values: `job` (its number)."""


class JobPending(InputError):
    """A job of the same kind waits for its turn already. Values: `job` (its number)."""


class PublicationNotFound(InputError):
    """No such publication among those that were added here. Values: `publication`."""


class PublicationKnown(InputError):
    """The same content is there already. Values: `name`, `known` (which publication)."""


class PublicationFieldInvalid(InputError):
    """What is told of a publication cannot be kept. Values: `field`, `detail`."""


class UploadTooLarge(InputError):
    """A file of more bytes than are taken. Values: `limit` (megabytes)."""


class BackupUnreadable(InputError):
    """Not a backup, or a damaged one. Values: `path`, `detail`."""


class RestoreRefused(InputError):
    """The folder that a backup is to be restored in is not empty. Values: `path`."""


class SurveyNotFound(InputError):
    """No survey results in this publication. Values: `doc`."""


class SurveyQuestionNotFound(InputError):
    """No such question in this survey. Values: `doc`, `question`, `known`."""


class CrosstabRefused(InputError):
    """These two questions cannot be crossed. Values: `doc`, `detail`."""


class SolicitationNotFound(InputError):
    """No such solicitation. Values: `reference`."""


class SolicitationConflict(InputError):
    """Somebody else changed it since it was read. Values: `reference`, `read`, `current` (versions)."""


class SolicitationFieldInvalid(InputError):
    """A field that does not exist, or does not take this value. Values: `field`, `value`, `allowed`."""


class DirectoryEntryNotFound(InputError):
    """No such organisation or contact in the directory. Values: `entry`."""


class DirectoryLineInvalid(InputError):
    """A line of a directory file that cannot be used. Values: `path`, `line` (1-based), `field`, `detail`."""


class PersonTooVague(InputError):
    """Too short a name or address to look for somebody. Values: `person`, `least` (letters)."""


class ConversationNotFound(InputError):
    """No such conversation, or somebody else's: nobody is told which. Values: `conversation`."""


class ExchangeNotFound(InputError):
    """A conversation has no question at this place. Values: `conversation`, `position` (1-based)."""


class AnswerForgotten(InputError):
    """An answer that is no longer kept, or never was."""


class SharedAnswerNotFound(InputError):
    """No answer is shared by this link. Values: `shared`."""


class SharingRefused(InputError):
    """An answer that is not to be shared by a link. Values: `detail`."""


class FeedbackNotFound(InputError):
    """No such feedback. Values: `feedback` (number)."""


class FeedbackInvalid(InputError):
    """A field of a feedback, or of its review, that does not take this value. Values: `field`, `detail`."""


class TemplateInvalid(InputError):
    """A template of drafts, written by the staff, cannot be used. Values: `where` (file, line), `detail`."""


class SignInNeeded(InputError):
    """Nobody is known to be asking: neither session nor key."""


class SignInRefused(InputError):
    """No account with this login and this password, or no longer; never tells which of these."""


class KeyRefused(InputError):
    """No such API key, or it was revoked, or its time is over."""


class RightMissing(InputError):
    """Whoever asks is known, and may not do this. Values: `right`."""


class TokenMissing(InputError):
    """A change that a browser sends without the token of its session: another site may have asked for it."""


class TooManyRequests(InputError):
    """More than one may make in a while. Values: `seconds` (to wait)."""

    retryable = True


class AccountNotFound(InputError):
    """No such account. Values: `account` (number or login)."""


class AccountExists(InputError):
    """Somebody has this login already. Values: `login`."""


class AccountFieldInvalid(InputError):
    """A field of an account, or of a key, that does not take this value. Values: `field`, `value`, `allowed`."""


class PasswordRefused(InputError):
    """A password that is too easily found. Values: `detail`."""


class LastAdministrator(InputError):
    """Nobody would be left to give accounts. Values: `login`."""


class LinkRefused(InputError):
    """A one-time link that is unknown, was used, or is too old."""


class KeyNotFound(InputError):
    """No such API key. Values: `key` (number)."""


class SingleSignOnRefused(InputError):
    """The single sign-on lets nobody in, or somebody who may not come in here. Values: `detail`."""


class SourceError(ReperesError):
    """One file cannot become a Document; the others go on. Values: `path`."""


class SourceNotFound(SourceError):
    """The file or folder is not there. Values: `path`."""


class ServedSourceMissing(SourceError):
    """A source of what serves is not there: indexing without it would take its publications away. Values: `path`."""


class UnsupportedType(SourceError):
    """No reader for this type of file. Values: `path`, `suffix`, `supported`."""


class UnreadableFile(SourceError):
    """The file is damaged, or not what its name says. Values: `path`, `detail`."""


class EncryptedFile(SourceError):
    """A password is needed to open the file. Values: `path`."""


class EmptyDocument(SourceError):
    """Not a single word in the file (blank, zero page, or scanned without text). Values: `path`, `pages`."""


class GarbledText(SourceError):
    """Its characters do not map to letters (a broken font), and no OCR could read them. Values: `path`, `pages`."""


class ReadingTooLong(SourceError):
    """Reading it takes longer than allowed. Values: `path`, `limit` (seconds)."""


class ReadingTooHeavy(SourceError):
    """Reading it takes more memory than allowed. Values: `path`, `limit` (megabytes)."""


class ReaderStopped(SourceError):
    """The process that was reading it died, of this file or under it. Values: `path`, `detail`."""


class PersonalLines(SourceError):
    """Each of its lines is a person, and none can be counted: it is not indexed. Values: `path`, `sheets`."""


class ArchiveRefused(SourceError):
    """An archive, or a message's attachments, go beyond what may be opened. Values: `path`, `detail`."""


class CatalogueError(ReperesError):
    """catalogue.yaml, or one of its entries, is wrong. Values: `path`, `entry`, `field`, `detail`."""


class SourcesError(ReperesError):
    """sources.yaml, or one of its entries, is wrong. Values: `path`, `entry`, `field`, `detail`."""


class FetchLocked(ReperesError):
    """Another fetch is under way in this folder. Values: `path`."""

    retryable = True


class PublicationsLocked(ReperesError):
    """Somebody else changes the publications that were added, or copies them. Values: `path`."""

    retryable = True


class FetchError(ReperesError):
    """An address, or a file of a watched folder, cannot be fetched; the others go on. Values: `url`."""


class FetchRefused(FetchError):
    """Our rules or the site's do not allow it: asking again changes nothing. Values: `url`."""


class AddressRefused(FetchRefused):
    """Where it stands may not be asked. Values: `url`, `detail`."""


class RobotsRefused(FetchRefused):
    """The site's robots.txt does not want it. Values: `url`."""


class TypeRefused(FetchRefused):
    """It is of a type that cannot be indexed. Values: `url`, `found`."""


class TooLarge(FetchRefused):
    """More bytes than allowed. Values: `url`, `limit` (megabytes)."""


class FetchFailed(FetchError):
    """The site did not give it. Values: `url`."""


class HostUnreachable(FetchFailed):
    """No such host, or the connection failed. Values: `url`, `detail`."""

    retryable = True


class AnswerTooSlow(FetchFailed):
    """The whole answer takes longer than allowed. Values: `url`, `limit` (seconds)."""

    retryable = True


class AnswerBroken(FetchFailed):
    """The answer is cut or cannot be decoded. Values: `url`, `detail`."""

    retryable = True


class RedirectedTooOften(FetchFailed):
    """Sent on more often than allowed, or round in circles. Values: `url`, `limit`."""


class TotalReached(FetchFailed):
    """The whole fetch received as much as allowed: another goes on from there. Values: `url`, `limit` (megabytes)."""


class StatusRefused(FetchFailed):
    """The site answers with an HTTP error. Values: `url`, `status`."""


class PageGone(FetchFailed):
    """The site says that it is no longer there (404 or 410). Values: `url`, `status`."""


class ListingUnreadable(FetchFailed):
    """Not the feed, sitemap, interface or folder that it should be, or empty all at once. Values: `url`, `detail`."""


class IndexStateError(ReperesError):
    """The index folder cannot be used as it is. Values: `path`."""


class IndexMissing(IndexStateError):
    """Nothing was indexed yet in this folder. Values: `path`."""


class IndexCorrupt(IndexStateError):
    """Files are missing or damaged. Values: `path`, `detail`."""


class IndexNotReadable(IndexStateError):
    """No right to read its files, which may be as sound as ever. Values: `path`."""


class IndexOutdated(IndexStateError):
    """Another version of Repères made it, in a form that is not read here. Values: `path`, `found`, `known`."""


class IndexModelMismatch(IndexStateError):
    """The index was built with another embedding model. Values: `path`, `built_with`, `configured`."""


class IndexLocked(IndexStateError):
    """Another indexing is under way in this folder. Values: `path`."""

    retryable = True


class StoreUnavailable(IndexStateError):
    """The Chroma server does not answer. Values: `path`, `url`."""

    retryable = True


class EvalsRegressed(IndexStateError):
    """What was built answers worse than what is served, and was not published. Values: `path`, `detail`."""


class DatabaseStateError(ReperesError):
    """The database of solicitations cannot be used as it is. Values: `database`."""


class DatabaseUnavailable(DatabaseStateError):
    """It does not answer, or another program holds it for too long. Values: `database`."""

    retryable = True


class DatabaseDamaged(DatabaseStateError):
    """The file is no database, or no longer one. Values: `database`."""


class DatabaseNotReadable(DatabaseStateError):
    """No right to read its file, nor to look for it. Values: `path`."""


class DatabaseOutdated(DatabaseStateError):
    """A later version of Repères made it. Values: `database`, `found`, `known` (revisions of the schema)."""


class RestoreUnfinished(DatabaseStateError):
    """A backup is being put back, or was when its process died: what is there is a half. Values: `path`."""


class SingleSignOnUnavailable(ReperesError):
    """The server of the single sign-on does not answer as it should. Values: `issuer`, `detail`."""

    retryable = True


class MailboxError(ReperesError):
    """The association's mailbox cannot be read. Values: `host`."""


class MailboxUnreachable(MailboxError):
    """Its server does not answer, or not over a connection that can be trusted. Values: `host`, `port`, `detail`."""

    retryable = True


class MailboxRefused(MailboxError):
    """Its server refuses the account, the folder or a command. Values: `host`, `what`."""


class ModelUnavailable(ReperesError):
    """The embedding model cannot be found or loaded. Values: `model`, `detail`."""


class GeneratorUnavailable(ReperesError):
    """The language model's library is not installed, or its settings make no sense. Values: `model`, `detail`."""


class WeightsMismatch(ReperesError):
    """The embedded weights are not the pinned ones. Values: `path`, `expected`, `found` (sha256, hexadecimal)."""


class GapsUnreadable(ReperesError):
    """The file of unanswered questions is damaged. Values: `path`."""


class GapsUnavailable(ReperesError):
    """The file of unanswered questions cannot be read, for a reason of the system's. Values: `path`, `detail`."""


class TriageModelUnreadable(ReperesError):
    """The triage model that the staff trained is damaged, or of another version. Values: `path`."""


class NotEnoughMemory(ReperesError):
    """The machine has not the memory that an indexing takes; what is served has not changed. Values: `path`."""


class WritingError(ReperesError):
    """Something cannot be written where it must be kept; what was there before stays. Values: `path`."""


class NoRoom(WritingError):
    """The disk is full, a quota is reached, or a file may not grow. Values: `path`."""


class NotWritable(WritingError):
    """No right to write there, or the disk can only be read. Values: `path`."""


class WritingFailed(WritingError):
    """A disk that fails, a share that went away, no such folder. Values: `path`, `detail` (the system’s words)."""


class NotReadable(ReperesError):
    """No right to read a file or a folder, which may be as sound as ever. Values: `path`."""


class ExtraMissing(ReperesError):
    """Something that is asked for wants libraries that are not installed. Values: `extra`, `module` (the first one)."""


class PortBusy(ReperesError):
    """The address is taken by another program. Values: `host`, `port`."""

    retryable = True
