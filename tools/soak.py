"""Run the service for a long while under load, kill it now and then, and count what was lost.

Visitors read pages and sign up businesses; each that was told "signed up" must be in the database at
the end, once, with its message. A killed server may refuse a visitor; it may never lose an answer.

    python -m tools.soak --minutes 30 --visitors 4 --kill-every 60
"""

import argparse
import http.cookiejar
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from broker.settings import ROOT
from tests.page_rules import read
from tests.pages import defaults, words
from tests.web.registration.walking import FIRM

PAGES = ("/", "/programme", "/sign-up/business", "/sign-up/partnership", "/how-suggestions-work", "/healthz")


class Away(Exception):
    """The server could not be reached, or gave up in the middle of an answer."""


@dataclass
class Tally:
    """What was seen, by all visitors together."""

    answers: Counter[int] = field(default_factory=Counter)
    signed_up: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    away: int = 0
    kills: int = 0
    slowest: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)


class Visitor:
    """One browser's worth of cookies, without the browser."""

    def __init__(self, address: str, tally: Tally) -> None:
        self.address, self.tally = address, tally
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def open(self, path: str, data: dict[str, object] | None = None) -> tuple[str, str]:
        """(address arrived at, markup). Raises `Away`."""
        body = urllib.parse.urlencode(data, doseq=True).encode() if data is not None else None
        began = time.monotonic()
        try:
            with self.opener.open(urllib.parse.urljoin(self.address, path), body, timeout=30) as answer:
                self.tally.answers[answer.status] += 1
                return answer.url, answer.read().decode()
        except urllib.error.HTTPError as refused:
            self.tally.answers[refused.code] += 1
            if refused.code < 500:
                raise RuntimeError(f"{path} answered {refused.code}") from refused
            raise Away(f"{path} answered {refused.code}") from refused
        except OSError as gone:
            self.tally.away += 1
            raise Away(str(gone)) from gone
        finally:
            self.tally.slowest = max(self.tally.slowest, time.monotonic() - began)

    def signs_up(self, name: str) -> None:
        """The whole way, a question at a time; after a kill, go on from the page that was there."""
        typed = {**FIRM, "name": {"name": name, "company_number": ""}}
        typed["contact"] = {**FIRM["contact"], "email": f"{name.split()[0]}@soak.example"}
        url, markup = self.patiently("/sign-up/business/what-you-do")
        while not url.endswith("/done"):
            form = read(markup).select_one("main form")
            assert form is not None, f"no form at {url}"
            step = urllib.parse.urlsplit(url).path.rpartition("/")[2]
            answer = typed.get(step, {})
            if step == "sector":  # whichever is offered first
                answer = {"sector": form.select("input[name=sector]")[0]["value"]}
            url, markup = self.patiently(url, {**defaults(form), **answer})
        (reference,) = read(markup).select(".govuk-panel__body strong")
        self.tally.signed_up.append(words(reference))

    def patiently(self, path: str, data: dict[str, object] | None = None) -> tuple[str, str]:
        while True:
            try:
                return self.open(path, data)
            except Away:
                if self.tally.over.wait(0.5):
                    raise


def visit(address: str, tally: Tally, number: int) -> None:
    """Read and sign up until the time is over."""
    chance = random.Random(number)  # noqa: S311  (no secret: which page is read next)
    while not tally.over.is_set():
        visitor = Visitor(address, tally)
        try:
            for _ in range(5):
                visitor.patiently(chance.choice(PAGES))
            visitor.signs_up(f"{chance.randbytes(6).hex()} Ltd")  # no name is like another
        except Away:
            pass
        except Exception as problem:  # whatever it is, the tally says so and the others go on
            tally.problems.append(repr(problem)[:300])


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """The server as `make run` starts it, on a database of its own."""
    where = {"DATABASE_URL": f"sqlite:///{folder / 'broker.sqlite3'}", "PORT": str(port), "MAIL": "file"}
    quiet = {"RATE_LIMITS_ON": "0", "MAIL_FOLDER": str(folder / "mail")}
    command = [sys.executable, "-m", "flask", "--app", "app", "broker", "serve"]
    with (folder / "server.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env={**os.environ, **where, **quiet}, stdout=log, stderr=log, start_new_session=True
        )


def kill(server: subprocess.Popen[bytes]) -> None:
    """As a power cut would."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def wait_for(address: str, seconds: float = 180) -> None:
    """Until the server answers.

    Raises:
        Away: it has not by then.
    """
    visitor, ends = Visitor(address, Tally()), time.monotonic() + seconds
    while True:
        try:
            visitor.open("/healthz")
            return
        except Away:
            if time.monotonic() > ends:
                raise
            time.sleep(0.5)


def soak(folder: Path, minutes: float, visitors: int, kill_every: float) -> Tally:
    """Visitors go round while the server is killed and started again."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    tally, address = Tally(), f"http://127.0.0.1:{port}"
    server = start(folder, port)
    threads = [threading.Thread(target=visit, args=(address, tally, n), daemon=True) for n in range(visitors)]
    try:
        wait_for(address)
        for thread in threads:
            thread.start()
        ends = time.monotonic() + minutes * 60
        while (left := ends - time.monotonic()) > 0:
            time.sleep(min(kill_every, left))
            if time.monotonic() < ends:
                kill(server)
                tally.kills += 1
                server = start(folder, port)
                wait_for(address)
        tally.over.set()
        for thread in threads:
            thread.join(timeout=60)
    finally:
        kill(server)
    return tally


def lost(folder: Path, tally: Tally) -> list[str]:
    """What is wrong with the database at the end, in words."""
    with sqlite3.connect(folder / "broker.sqlite3") as database:
        (sound,) = database.execute("pragma integrity_check").fetchone()
        kept = Counter(row[0] for row in database.execute("select reference from business"))
        (twice,) = database.execute(
            "select count(*) from (select name from business group by name having count(*) > 1)"
        ).fetchone()
    found = [*tally.problems] if tally.signed_up else [*tally.problems, "nobody could sign up"]
    found += [f"{reference} was signed up and is not there" for reference in tally.signed_up if not kept[reference]]
    found += [f"{twice} businesses are there twice"] if twice else []
    found += [f"the database is not sound: {sound}"] if sound != "ok" else []
    found += [f"{tally.answers[500]} answers of 500"] if tally.answers[500] else []
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--visitors", type=int, default=4)
    parser.add_argument("--kill-every", type=float, default=60, metavar="SECONDS")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="broker-soak-") as name:
        folder = Path(name)
        tally = soak(folder, asked.minutes, asked.visitors, asked.kill_every)
        problems = lost(folder, tally)
        if problems:
            print((folder / "server.log").read_text(errors="replace")[-4000:], file=sys.stderr)
    answers = ", ".join(f"{count} x {status}" for status, count in sorted(tally.answers.items()))
    print(f"{len(tally.signed_up)} signed up, {tally.kills} kills, {tally.away} times away, answers: {answers}")
    print(f"slowest answer {tally.slowest:.1f} s")
    print("\n".join(problems) or "Nothing was lost.")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
