"""Differences between sequences, and between texts line by line."""

import heapq
import re
from collections import namedtuple as _namedtuple

__all__ = ['get_close_matches', 'ndiff', 'restore', 'SequenceMatcher', 'Differ', 'IS_CHARACTER_JUNK', 'IS_LINE_JUNK',
           'context_diff', 'unified_diff', 'Match']

Match = _namedtuple('Match', 'a b size')


def _share(matches, length):
    return 2.0 * matches / length if length else 1.0


class SequenceMatcher(object):
    """Finds the longest block that two sequences have in common, then those to its left and to its right, and so on.

    `isjunk` says of an element that blocks must not begin with it. In sequences of 200 elements and more those that make up
    more than one part in a hundred count as popular, and are no place to begin at, either, unless `autojunk` is false.
    """

    def __init__(self, isjunk=None, a='', b='', autojunk=True):
        self.isjunk = isjunk
        self.autojunk = autojunk
        self.a = self.b = None
        self.set_seqs(a, b)

    def set_seqs(self, a, b):
        self.set_seq1(a)
        self.set_seq2(b)

    def set_seq1(self, a):
        if a is not self.a:
            self.a = a
            self.matching_blocks = self.opcodes = None

    def set_seq2(self, b):
        """The second sequence; what is known of it is kept for many first ones."""
        if b is self.b:
            return
        self.b = b
        self.matching_blocks = self.opcodes = self.fullbcount = None
        self.b2j = places = {}
        for at, element in enumerate(b):
            places.setdefault(element, []).append(at)
        self.bjunk = set([element for element in places if self.isjunk and self.isjunk(element)])
        for element in self.bjunk:
            del places[element]
        self.bpopular = set()
        if self.autojunk and len(b) >= 200:
            limit = len(b) // 100 + 1
            self.bpopular = set([element for element in places if len(places[element]) > limit])
            for element in self.bpopular:
                del places[element]

    def isbjunk(self, element):
        return element in self.bjunk

    def isbpopular(self, element):
        return element in self.bpopular

    def find_longest_match(self, alo, ahi, blo, bhi):
        """The longest block in a[alo:ahi] and b[blo:bhi], the first one of several."""
        a, b = self.a, self.b
        besti, bestj, size = alo, blo, 0
        # By the place in b where a block ends: its length, for the last element of a and for this one.
        lengths = {}
        for i in range(alo, ahi):
            longer = {}
            for j in self.b2j.get(a[i], ()):
                if j < blo:
                    continue
                if j >= bhi:
                    break
                length = longer[j] = lengths.get(j - 1, 0) + 1
                if length > size:
                    besti, bestj, size = i - length + 1, j - length + 1, length
            lengths = longer
        # Popular elements beside it belong to it, and then junk.
        for junk in (False, True):
            while (besti > alo and bestj > blo and (b[bestj - 1] in self.bjunk) == junk
                    and a[besti - 1] == b[bestj - 1]):
                besti, bestj, size = besti - 1, bestj - 1, size + 1
            while (besti + size < ahi and bestj + size < bhi and (b[bestj + size] in self.bjunk) == junk
                    and a[besti + size] == b[bestj + size]):
                size += 1
        return Match(besti, bestj, size)

    def get_matching_blocks(self):
        """All blocks, in order, those side by side joined; the last one is empty and stands at both ends."""
        if self.matching_blocks is None:
            # 3.2 gives matches the first time only, and plain tuples after that.
            la, lb = len(self.a), len(self.b)
            found, ranges = [], [(0, la, 0, lb)]
            while ranges:
                alo, ahi, blo, bhi = ranges.pop()
                i, j, size = block = self.find_longest_match(alo, ahi, blo, bhi)
                if size:
                    found.append(block)
                    if alo < i and blo < j:
                        ranges.append((alo, i, blo, j))
                    if i + size < ahi and j + size < bhi:
                        ranges.append((i + size, ahi, j + size, bhi))
            blocks = []
            for i, j, size in sorted(found):
                if blocks and (blocks[-1][0] + blocks[-1][2], blocks[-1][1] + blocks[-1][2]) == (i, j):
                    blocks[-1] = blocks[-1][0], blocks[-1][1], blocks[-1][2] + size
                else:
                    blocks.append((i, j, size))
            blocks.append((la, lb, 0))
            matches = [Match(*block) for block in blocks]
            self.matching_blocks = matches if str is bytes else blocks
            return matches
        return self.matching_blocks

    def get_opcodes(self):
        """How to make b of a: (tag, i1, i2, j1, j2), the tag being replace, delete, insert or equal."""
        if self.opcodes is None:
            i = j = 0
            self.opcodes = codes = []
            for ai, bj, size in self.get_matching_blocks():
                tag = {(True, True): 'replace', (True, False): 'delete', (False, True): 'insert'}.get((i < ai, j < bj))
                if tag:
                    codes.append((tag, i, ai, j, bj))
                i, j = ai + size, bj + size
                if size:
                    codes.append(('equal', ai, i, bj, j))
        return self.opcodes

    def get_grouped_opcodes(self, n=3):
        """The same in groups of what is changed, with up to n equal elements around."""
        codes = self.get_opcodes() or [("equal", 0, 1, 0, 1)]
        if codes[0][0] == 'equal':
            tag, i1, i2, j1, j2 = codes[0]
            codes[0] = tag, max(i1, i2 - n), i2, max(j1, j2 - n), j2
        if codes[-1][0] == 'equal':
            tag, i1, i2, j1, j2 = codes[-1]
            codes[-1] = tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)
        group = []
        for tag, i1, i2, j1, j2 in codes:
            if tag == 'equal' and i2 - i1 > 2 * n:
                group.append((tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                yield group
                group = []
                i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            group.append((tag, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == 'equal'):
            yield group

    def ratio(self):
        """How alike they are, from 0.0 to 1.0."""
        return _share(sum([block[2] for block in self.get_matching_blocks()]), len(self.a) + len(self.b))

    def quick_ratio(self):
        """At least ratio(), found sooner."""
        if self.fullbcount is None:
            self.fullbcount = {}
            for element in self.b:
                self.fullbcount[element] = self.fullbcount.get(element, 0) + 1
        left, matches = {}, 0
        for element in self.a:
            count = left.get(element, self.fullbcount.get(element, 0))
            left[element] = count - 1
            matches += count > 0
        return _share(matches, len(self.a) + len(self.b))

    def real_quick_ratio(self):
        """At least quick_ratio(), found at once."""
        return _share(min(len(self.a), len(self.b)), len(self.a) + len(self.b))


def _may_reach(matcher, bound):
    return matcher.real_quick_ratio() >= bound and matcher.quick_ratio() >= bound


def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    """The n best among those that are like a word by at least `cutoff`."""
    if not n > 0:
        raise ValueError("n must be > 0: %r" % (n,))
    if not 0.0 <= cutoff <= 1.0:
        raise ValueError("cutoff must be in [0.0, 1.0]: %r" % (cutoff,))
    found = []
    matcher = SequenceMatcher()
    matcher.set_seq2(word)
    for possibility in possibilities:
        matcher.set_seq1(possibility)
        if _may_reach(matcher, cutoff) and matcher.ratio() >= cutoff:
            found.append((matcher.ratio(), possibility))
    return [possibility for ratio, possibility in heapq.nlargest(n, found)]


def _lines(tag, lines, low, high):
    return ['%s %s' % (tag, line) for line in lines[low:high]]


class Differ(object):
    """Compares lists of lines: '- ' only in the first, '+ ' only in the second, '  ' in both, '? ' where lines differ."""

    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk = linejunk
        self.charjunk = charjunk

    def compare(self, a, b):
        for tag, alo, ahi, blo, bhi in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            for line in self._piece(tag, a, alo, ahi, b, blo, bhi):
                yield line

    def _piece(self, tag, a, alo, ahi, b, blo, bhi):
        if tag == 'replace':
            return self._fancy_replace(a, alo, ahi, b, blo, bhi)
        if tag == 'insert':
            return _lines('+', b, blo, bhi)
        return _lines('-' if tag == 'delete' else ' ', a, alo, ahi)

    def _fancy_replace(self, a, alo, ahi, b, blo, bhi):
        # The two lines that are most alike are shown together, and what is before and behind them in the same way.
        best, best_ratio = None, 0.74
        same = None
        cruncher = SequenceMatcher(self.charjunk)
        for j in range(blo, bhi):
            cruncher.set_seq2(b[j])
            for i in range(alo, ahi):
                if a[i] == b[j]:
                    same = same or (i, j)
                    continue
                cruncher.set_seq1(a[i])
                if (cruncher.real_quick_ratio() > best_ratio and cruncher.quick_ratio() > best_ratio
                        and cruncher.ratio() > best_ratio):
                    best, best_ratio = (i, j), cruncher.ratio()
        if best_ratio >= 0.75:
            same = None
        elif same is not None:
            best = same
        else:
            pieces = [_lines('-', a, alo, ahi), _lines('+', b, blo, bhi)]
            if bhi - blo < ahi - alo:
                pieces.reverse()
            return pieces[0] + pieces[1]
        i, j = best
        lines = self._around(a, alo, i, b, blo, j)
        if same is None:
            atags = btags = ""
            cruncher.set_seqs(a[i], b[j])
            for tag, i1, i2, j1, j2 in cruncher.get_opcodes():
                atags += {'replace': '^', 'delete': '-', 'insert': '', 'equal': ' '}[tag] * (i2 - i1)
                btags += {'replace': '^', 'delete': '', 'insert': '+', 'equal': ' '}[tag] * (j2 - j1)
            lines += self._qformat(a[i], b[j], atags, btags)
        else:
            lines.append('  ' + a[i])
        return lines + self._around(a, i + 1, ahi, b, j + 1, bhi)

    def _around(self, a, alo, ahi, b, blo, bhi):
        if alo < ahi and blo < bhi:
            return self._fancy_replace(a, alo, ahi, b, blo, bhi)
        return _lines('-', a, alo, ahi) if alo < ahi else _lines('+', b, blo, bhi)

    def _qformat(self, aline, bline, atags, btags):
        # Tabs that both lines begin with go before the marks, so that these stand below what they mark.
        def leading(line, character):
            return len(line) - len(line.lstrip(character))
        common = min(leading(aline, "\t"), leading(bline, "\t"))
        common = min(common, leading(atags[:common], " "))
        common = min(common, leading(btags[:common], " "))
        lines = []
        for sign, line, tags in (("- ", aline, atags), ("+ ", bline, btags)):
            lines.append(sign + line)
            tags = tags[common:].rstrip()
            if tags:
                lines.append("? %s%s\n" % ("\t" * common, tags))
        return lines


def IS_LINE_JUNK(line, pat=re.compile(r"\s*#?\s*$").match):
    """A blank line, or one with a single #."""
    return pat(line) is not None


def IS_CHARACTER_JUNK(ch, ws=" \t"):
    """A blank or a tab."""
    return ch in ws


def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """The difference of two lists of lines, as a Differ tells it."""
    return Differ(linejunk, charjunk).compare(a, b)


def restore(delta, which):
    """The first (1) or second (2) list of a difference."""
    try:
        tag = {1: "- ", 2: "+ "}[int(which)]
    except KeyError:
        raise ValueError('unknown delta choice (must be 1 or 2): %r' % which)
    for line in delta:
        if line[:2] in ("  ", tag):
            yield line[2:]


def _heads(signs, names, dates, lineterm):
    return ['%s %s%s%s' % (sign, name, '\t' + date if date else '', lineterm)
            for sign, name, date in zip(signs, names, dates)]


def unified_diff(a, b, fromfile='', tofile='', fromfiledate='', tofiledate='', n=3, lineterm='\n'):
    """The difference as `diff -u` tells it."""
    def span(start, stop):
        length = stop - start
        if length == 1:
            return '%d' % (start + 1)
        return '%d,%d' % (start + 1 if length else start, length)
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            for line in _heads(('---', '+++'), (fromfile, tofile), (fromfiledate, tofiledate), lineterm):
                yield line
        first, last = group[0], group[-1]
        yield '@@ -%s +%s @@%s' % (span(first[1], last[2]), span(first[3], last[4]), lineterm)
        for tag, i1, i2, j1, j2 in group:
            if tag == 'equal':
                for line in a[i1:i2]:
                    yield ' ' + line
                continue
            for line in a[i1:i2]:
                yield '-' + line
            for line in b[j1:j2]:
                yield '+' + line


def context_diff(a, b, fromfile='', tofile='', fromfiledate='', tofiledate='', n=3, lineterm='\n'):
    """The difference as `diff -c` tells it."""
    def span(start, stop):
        length = stop - start
        begin = start + 1 if length else start
        return '%d' % begin if length <= 1 else '%d,%d' % (begin, stop)
    signs = {'insert': '+ ', 'delete': '- ', 'replace': '! ', 'equal': '  '}
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            for line in _heads(('***', '---'), (fromfile, tofile), (fromfiledate, tofiledate), lineterm):
                yield line
        first, last = group[0], group[-1]
        yield '***************' + lineterm
        for form, lines, at, other in (('*** %s ****%s', a, 1, 'insert'), ('--- %s ----%s', b, 3, 'delete')):
            yield form % (span(first[at], last[at + 1]), lineterm)
            if any([code[0] not in ('equal', other) for code in group]):
                for code in group:
                    if code[0] != other:
                        for line in lines[code[at]:code[at + 1]]:
                            yield signs[code[0]] + line
