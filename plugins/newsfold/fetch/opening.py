"""From a source's transport to the module that speaks it. Each is only imported where it is used."""

from datetime import datetime
from pathlib import Path

from newsfold.config.credentials import Credentials
from newsfold.config.sources import Source, Transport
from newsfold.fetch.transport import Opened, RateLimits


def open_source(
    source: Source, credentials: Credentials, base: Path, rate_limits: RateLimits, contact: str, now: datetime
) -> Opened:
    """A source, ready to be listed and read. Relative folders start at `base`. Raises FetchError."""
    match source.transport:
        case Transport.FOLDER:
            from newsfold.fetch.folders import OpenedFolder

            return OpenedFolder(source, base, now)
        case Transport.S3 | Transport.GOOGLE_CLOUD_STORAGE | Transport.AZURE:
            from newsfold.fetch.objects.object_stores import open_object_store

            return open_object_store(source, credentials)
        case Transport.SFTP | Transport.FTP:
            from newsfold.fetch.servers.remote_folders import open_remote_folder

            return open_remote_folder(source, credentials, now)
        case Transport.IMAP:
            from newsfold.fetch.servers.mailboxes import open_mailbox

            return open_mailbox(source, credentials, now)
        case Transport.HTTP:
            from newsfold.fetch.web.web import open_web

            return open_web(source, credentials, rate_limits, now, contact)
