"""The grammar of numbers: from characters to values with unit, qualifier and kind."""
