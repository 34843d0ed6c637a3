"""What both rooms know of text: folding, language, sentences, words, tokens."""
