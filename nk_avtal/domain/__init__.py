"""What is true: pure rules, free of Flask and SQL.

Each module answers questions about plain values and a day given as an argument; none reads the
clock, a request or a database. A refusal is `RuleBroken` with a sentence fit for a user.
"""
