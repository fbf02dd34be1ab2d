"""From the British National Grid to latitude and longitude, and distances on the ground.

Formulae and constants: Ordnance Survey, "A guide to coordinate systems in Great Britain"
(annexes B and C). The seven-parameter change of datum is good to about 5 metres.
"""

from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt, tan
from typing import Protocol

_AIRY_A, _AIRY_B = 6377563.396, 6356256.909
_WGS_A, _WGS_B = 6378137.0, 6356752.314245
_F0 = 0.9996012717
_LAT0, _LON0 = radians(49), radians(-2)
_E0, _N0 = 400000.0, -100000.0
_SHIFT = (446.448, -125.157, 542.060)
_TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
_SCALE = 1 - 20.4894e-6
_EARTH_RADIUS_MILES = 3958.7613


class Located(Protocol):
    """Anything with a position in WGS84 degrees; both are None where it is not known."""

    @property
    def lat(self) -> float | None: ...

    @property
    def lon(self) -> float | None: ...


def to_lat_lon(easting: float, northing: float) -> tuple[float, float]:
    """WGS84 latitude and longitude in degrees of a point of the British grid, in metres."""
    lat, lon = _airy_lat_lon(easting, northing)
    e2 = 1 - (_AIRY_B / _AIRY_A) ** 2
    nu = _AIRY_A / sqrt(1 - e2 * sin(lat) ** 2)
    x, y, z = nu * cos(lat) * cos(lon), nu * cos(lat) * sin(lon), (1 - e2) * nu * sin(lat)
    (tx, ty, tz), (rx, ry, rz) = _SHIFT, _TURN
    x, y, z = (
        tx + _SCALE * x - rz * y + ry * z,
        ty + rz * x + _SCALE * y - rx * z,
        tz - ry * x + rx * y + _SCALE * z,
    )
    return _lat_lon_of(x, y, z)


def _airy_lat_lon(easting: float, northing: float) -> tuple[float, float]:
    """Undo the transverse Mercator projection: radians on the Airy 1830 ellipsoid."""
    a, b = _AIRY_A * _F0, _AIRY_B * _F0
    e2 = 1 - (_AIRY_B / _AIRY_A) ** 2
    lat = (northing - _N0) / a + _LAT0
    while abs(rest := northing - _N0 - _meridian_arc(b, lat)) >= 0.00001:
        lat += rest / a
    nu = a / sqrt(1 - e2 * sin(lat) ** 2)
    rho = a * (1 - e2) / (1 - e2 * sin(lat) ** 2) ** 1.5
    eta2 = nu / rho - 1
    t, s = tan(lat), 1 / cos(lat)
    d = easting - _E0
    return (
        lat
        - d**2 * t / (2 * rho * nu)
        + d**4 * t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2)
        - d**6 * t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4),
        _LON0
        + d * s / nu
        - d**3 * s / (6 * nu**3) * (nu / rho + 2 * t**2)
        + d**5 * s / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4),
    )


def _meridian_arc(b: float, lat: float) -> float:
    """Metres along the meridian from the true origin to a latitude."""
    n = (_AIRY_A - _AIRY_B) / (_AIRY_A + _AIRY_B)
    minus, plus = lat - _LAT0, lat + _LAT0
    return b * (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * minus
        - (3 * n + 3 * n**2 + 2.625 * n**3) * sin(minus) * cos(plus)
        + (1.875 * n**2 + 1.875 * n**3) * sin(2 * minus) * cos(2 * plus)
        - 35 / 24 * n**3 * sin(3 * minus) * cos(3 * plus)
    )


def _lat_lon_of(x: float, y: float, z: float) -> tuple[float, float]:
    """Degrees on WGS84 of a point given in metres from the centre of the earth."""
    e2 = 1 - (_WGS_B / _WGS_A) ** 2
    p = hypot(x, y)
    lat = atan2(z, p * (1 - e2))
    for _ in range(5):  # converges to well below a millimetre
        nu = _WGS_A / sqrt(1 - e2 * sin(lat) ** 2)
        lat = atan2(z + e2 * nu * sin(lat), p)
    return degrees(lat), degrees(atan2(y, x))


def distance_miles(a: Located, b: Located) -> float | None:
    """Miles between two places as the crow flies; None where either position is not known."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * _EARTH_RADIUS_MILES * asin(min(1.0, sqrt(half)))
