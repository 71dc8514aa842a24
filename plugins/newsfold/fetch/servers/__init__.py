"""Files from SFTP, FTP and IMAP servers."""
