"""Whether a measured share can be the asked one, or only looks near it."""

from math import exp, lgamma, log, log1p

ALPHA = 1e-5
"""A right canary is refused once in a hundred thousand runs.

With 1,000 requests at 10 % that is fewer than 61 or more than 144 arrivals, so 20 % is found
practically always and 15 % in two runs of three.
"""


def binomial_p(successes: int, trials: int, share: float) -> float:
    """The two-sided p-value of `successes` in `trials` when each succeeds with `share`.

    The exact test: the probability of every outcome no more likely than the one seen (as in R's
    `binom.test`).
    """
    seen = _log_probability(successes, trials, share)
    tolerance = 1e-7  # equal probabilities on both sides differ by rounding
    logs = (_log_probability(k, trials, share) for k in range(trials + 1))
    return min(1.0, sum(exp(value) for value in logs if value <= seen + tolerance))


def _log_probability(successes: int, trials: int, share: float) -> float:
    if share in {0.0, 1.0}:
        certain = successes == (trials if share else 0)
        return 0.0 if certain else float("-inf")
    ways = lgamma(trials + 1) - lgamma(successes + 1) - lgamma(trials - successes + 1)
    return ways + successes * log(share) + (trials - successes) * log1p(-share)
