"""Files that hold other files: archives, mails, web archives."""
