"""Between a question and its answer: what may be asked, who waits for what, the workers that simulate, what is kept."""
