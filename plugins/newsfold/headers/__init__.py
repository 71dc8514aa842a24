"""Raw headers -> normalized fields with evidence. The meaning of a header is known here, and nowhere else."""

from newsfold.headers.normalization import normalize

__all__ = ["normalize"]
