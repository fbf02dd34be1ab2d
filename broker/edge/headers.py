"""Security headers. Scripts run only with the request's own nonce."""

import secrets

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from ..settings import Settings


def csp_nonce() -> str:
    """The nonce of this request."""
    nonce: str = request.environ.setdefault("broker.csp_nonce", secrets.token_urlsafe(16))
    return nonce


def init_app(app: Flask, settings: Settings) -> None:
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]

    @app.after_request
    def _headers(response: Response) -> Response:
        policy = (
            "default-src 'self'; "
            f"script-src 'self' 'nonce-{csp_nonce()}'; "
            "img-src 'self' data:; object-src 'none'; base-uri 'none'; "
            "form-action 'self'; frame-ancestors 'none'"
        )
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if settings.production:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if not response.headers.get("Cache-Control"):
            # Pages may hold personal data; the back button must not show them after signing out.
            response.headers["Cache-Control"] = "no-store"
        return response
