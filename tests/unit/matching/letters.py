"""A stand-in for a sentence encoder, so that tests need no model."""

import numpy as np


class Letters:
    """A stand-in for an encoder: two texts are near where they share letters."""

    name = "letters"

    def encode(self, texts):
        rows = np.array([[text.lower().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts])
        size = np.linalg.norm(rows, axis=1, keepdims=True)
        return (rows / np.where(size > 0, size, np.nan)).astype(np.float32)
