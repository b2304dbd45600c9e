"""Tables: columns, labels, signs and order of what a command shows.

To add a table, write a function that returns a `Table` (tables/table.py) into the module of its
subject.  For an option of `simulate`, name it in `selection` as well; any other command calls
it directly.  Sentences belong in report/narrative, characters in report/text.
"""
