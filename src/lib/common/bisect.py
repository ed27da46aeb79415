"""Places in a sorted list, found by halving; each search is one operation without a tick."""

from _bisect import bisect, bisect_left, bisect_right, insort, insort_left, insort_right
