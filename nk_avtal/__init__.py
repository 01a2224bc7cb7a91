"""NK Avtal: joint agreements of municipalities, from the board's recommendation to each decision.

A folder is a noun of the work: municipalities, bodies, people, agreements, documents,
recommendations, adoptions, letters, reminders, outbox, history, register. In it, at most three
files answer three questions:

    models.py   what is kept?
    queries.py  what can be asked?
    actions.py  what can be done?

The fourth question, what is true?, is answered in domain/, one module a noun, without Flask or
SQL. blueprints/ and templates/ use the same nouns and only translate: HTTP in, an action, HTML out.

Dependencies point one way (the contract stands in setup.cfg), time and identity arrive as
arguments, and a transaction belongs to whoever started the work: actions never commit.
"""
