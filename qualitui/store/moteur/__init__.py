"""The journal engine of the register: lines merged into tables, typed records, history, undo, conflicts."""
