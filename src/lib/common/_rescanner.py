"""re.Scanner: a lexer made of pairs of a pattern and an action."""


class Scanner:
    """Takes a text apart. An action is a function of the scanner and the text, a value, or None for what is left out."""

    def __init__(self, lexicon, flags=0):
        import re
        self.lexicon = lexicon
        # A comment at the end of a verbose phrase must not hide the parenthesis.
        end = '\n)' if flags & re.VERBOSE else ')'
        self.scanner = re.compile('|'.join(['(' + phrase + end for phrase, action in lexicon]), flags)

    def scan(self, string):
        """The actions' results, and the rest of the text that no pattern fits."""
        results = []
        match = self.scanner.scanner(string).match
        at = 0
        while True:
            found = match()
            if not found or found.end() == at:
                return results, string[at:]
            action = self.lexicon[found.lastindex - 1][1]
            if hasattr(action, '__call__'):
                self.match = found
                action = action(self, found.group())
            if action is not None:
                results.append(action)
            at = found.end()
