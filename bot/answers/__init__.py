"""What stands in an answer: its words, its pictures and the buttons that outlive a restart."""
