"""What a news text looks like in any language: one recognizer for each thing, and all word lists."""
