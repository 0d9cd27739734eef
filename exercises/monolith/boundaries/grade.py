"""Score the cut, then run it beside the monolith."""

from exercises.grading.grader import Grader, Rehearsal
from exercises.monolith.boundaries.cut import CHECKS
from exercises.monolith.boundaries.evidence import read
from exercises.monolith.boundaries.run import LIVE_CHECKS, figures, observe

GRADER = Grader(read, CHECKS, Rehearsal(observe, LIVE_CHECKS, figures))
