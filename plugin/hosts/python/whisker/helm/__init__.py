"""Whisker for HELM: a report on the runs that helm-summarize reads, and standard errors in its tables' cells.

helm-summarize --suite v1 --summarizer-class-name whisker.helm.Summarizer
"""

from whisker.helm.summarizer import Summarizer

__all__ = ["Summarizer"]
