"""Distances on the ground, in miles."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_MILES = 3958.8


def miles(lat: float, lon: float, lats: ArrayLike, lons: ArrayLike) -> NDArray[np.float64]:
    """Great-circle distance from one point to many. Degrees in, miles out, NaN where not known."""
    lat1, lon1 = np.radians(lat), np.radians(lon)
    lat2, lon2 = np.radians(np.asarray(lats, dtype=np.float64)), np.radians(np.asarray(lons, dtype=np.float64))
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_MILES * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
