"""Does an article say what the graph knows? Claims read from sentences, judged by evidence."""
