"""Judge how the services talk, from the call graph and the learner's figures."""

from exercises.discovery.service_mesh import calls, trust
from exercises.discovery.service_mesh.evidence import MeshEvidence, read
from exercises.grading.grader import Grader

GRADER: Grader[MeshEvidence, None] = Grader(read, (*calls.CHECKS, *trust.CHECKS))
