"""The pure rules, without Flask, SQL or clock."""
