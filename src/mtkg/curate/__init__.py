"""Claims by spreadsheet: a template with drop-downs, and its way back to Turtle."""
