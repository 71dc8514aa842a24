"""What analysts see once more, in plain Python over what is held: each view is a function from `Held` to its rows.

Nothing here asks a view of ours, and nothing asks the tables of the marts: a fault of the SQL must not be a fault here.
"""
