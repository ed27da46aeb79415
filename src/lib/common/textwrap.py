"""Text in lines of a width: wrapped, filled, indented less."""

import re

__all__ = ['TextWrapper', 'wrap', 'fill', 'dedent']

_WHITE = '\t\n\x0b\x0c\r '


class TextWrapper(object):
    """Wraps text. The attributes say how, as they are named for wrap()."""

    _split_at_hyphens = re.compile(r'(\s+|[^\s\w]*\w+[^0-9\W]-(?=\w+[^0-9\W])|(?<=[\w\!\"\'\&\.\,\?])-{2,}(?=\w))')
    _split_at_blanks = re.compile(r'(\s+)')
    sentence_end_re = re.compile(r'[a-z][\.\!\?][\"\']?\Z')

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True):
        self.width = width
        self.initial_indent, self.subsequent_indent = initial_indent, subsequent_indent
        self.expand_tabs, self.replace_whitespace = expand_tabs, replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words, self.break_on_hyphens = break_long_words, break_on_hyphens
        self.drop_whitespace = drop_whitespace

    def _chunks(self, text):
        if self.expand_tabs:
            text = text.expandtabs()
        if self.replace_whitespace:
            for c in _WHITE:
                text = text.replace(c, ' ')
        split = self._split_at_hyphens if self.break_on_hyphens else self._split_at_blanks
        chunks = [chunk for chunk in split.split(text) if chunk]
        if self.fix_sentence_endings:
            for at in range(len(chunks) - 1):
                if chunks[at + 1] == ' ' and self.sentence_end_re.search(chunks[at]):
                    chunks[at + 1] = '  '
        return chunks

    def wrap(self, text):
        """The lines of a paragraph."""
        if self.width <= 0:
            raise ValueError("invalid width %r (must be > 0)" % self.width)
        lines = []
        chunks = self._chunks(text)[::-1]
        while chunks:
            indent = self.subsequent_indent if lines else self.initial_indent
            room = self.width - len(indent)
            line, length = [], 0
            if self.drop_whitespace and chunks[-1].strip() == '' and lines:
                del chunks[-1]
            while chunks and length + len(chunks[-1]) <= room:
                length += len(chunks[-1])
                line.append(chunks.pop())
            if chunks and len(chunks[-1]) > room:
                self._long(chunks, line, room - length, room)
            if self.drop_whitespace and line and line[-1].strip() == '':
                del line[-1]
            if line:
                lines.append(indent + ''.join(line))
        return lines

    def _long(self, chunks, line, left, room):
        # A word longer than a line is broken, or has a line of its own.
        if self.break_long_words:
            left = 1 if room < 1 else left
            line.append(chunks[-1][:left])
            chunks[-1] = chunks[-1][left:]
        elif not line:
            line.append(chunks.pop())

    def fill(self, text):
        """The lines as one text."""
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """The lines of a paragraph, none longer than `width`."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """The same as one text."""
    return TextWrapper(width=width, **kwargs).fill(text)


def dedent(text):
    """The text without the blanks that all its lines begin with."""
    lines = [line if line.strip(' \t') else '' for line in text.split('\n')]
    margin = None
    for line in lines:
        if not line:
            continue
        indent = line[:len(line) - len(line.lstrip(' \t'))]
        if margin is None or margin.startswith(indent):
            margin = indent
        elif not indent.startswith(margin):
            # What both begin with.
            while not indent.startswith(margin):
                margin = margin[:-1]
    return '\n'.join([line[len(margin or ''):] for line in lines])
