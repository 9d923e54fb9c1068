"""The check for filler: what the author says of themselves without anything that a stranger could check."""
