"""Which mails a person gets."""
