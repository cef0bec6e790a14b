"""The program file as it is new: tabs, tables, rules of its cells, charts."""
