"""Run by another Python, in which `mentor-match` is installed: JSON in, JSON out.

In: {"parts", "firms", "pairs": [[part, firm, score], ...]}. Out: {"pairs": [[part, firm], ...],
"cpu_seconds"}. It knows nothing of this service, and the service never imports it.
"""

import json
import sys
import time
from typing import Any


class ScoreOf:
    """A rule of `mentor-match` that looks the score up."""

    def __init__(self, scores: dict[tuple[str, str], int]) -> None:
        self.scores = scores

    def evaluate(self, match: Any) -> bool:
        return (match.mentee.email, match.mentor.email) in self.scores

    def apply(self, match: Any) -> int:
        return self.scores.get((match.mentee.email, match.mentor.email), 0)


def main() -> None:
    from matching import process
    from matching.mentee import Mentee
    from matching.mentor import Mentor

    asked = json.load(sys.stdin)
    scores = {(f"p{part}", f"f{firm}"): round(1000 * score) for part, firm, score in asked["pairs"]}
    mentors = [Mentor(grade=1, email=f"f{at}") for at in range(asked["firms"])]
    mentees = [Mentee(grade=1, email=f"p{at}") for at in range(asked["parts"])]
    started = time.process_time()
    process.process_data(mentors, mentees, [[ScoreOf(scores)]])
    spent = time.process_time() - started
    pairs = [
        (int(mentee.email[1:]), int(mentor.email[1:]))
        for mentee in mentees
        for mentor in mentee.connections
        if (mentee.email, mentor.email) in scores
    ]
    json.dump({"pairs": pairs, "cpu_seconds": round(spent, 3)}, sys.stdout)


if __name__ == "__main__":
    main()
