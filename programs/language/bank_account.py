# A program of some size: accounts, a parser for commands, errors and a report.
#
#   gilpy programs/language/bank_account.py
#
# See: the report is the same in both versions.

class InsufficientFunds(Exception):
    def __init__(self, account, amount):
        Exception.__init__(self, '%s has only %d, not %d' % (account.owner, account.balance, amount))


class Account(object):
    interest = 0

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.history = []

    def deposit(self, amount):
        self.balance += amount
        self.history.append(('deposit', amount))

    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(self, amount)
        self.balance -= amount
        self.history.append(('withdraw', amount))

    def year(self):
        gain = self.balance * self.interest // 100
        if gain:
            self.deposit(gain)


class Savings(Account):
    interest = 3

    def withdraw(self, amount):
        if len([1 for kind, _ in self.history if kind == 'withdraw']) >= 2:
            raise ValueError('only two withdrawals from savings')
        super(Savings, self).withdraw(amount)


class Bank(object):
    def __init__(self):
        self.accounts = {}
        self.errors = []

    def run(self, line):
        words = line.split()
        try:
            getattr(self, 'do_' + words[0])(*words[1:])
        except (InsufficientFunds, ValueError, KeyError, AttributeError, TypeError) as error:
            self.errors.append((line, error.__class__.__name__, str(error) if not isinstance(error, TypeError) else ''))

    def do_open(self, owner, kind='plain'):
        self.accounts[owner] = {'plain': Account, 'savings': Savings}[kind](owner)

    def do_put(self, owner, amount):
        self.accounts[owner].deposit(int(amount))

    def do_take(self, owner, amount):
        self.accounts[owner].withdraw(int(amount))

    def do_move(self, a, b, amount):
        self.do_take(a, amount)
        self.do_put(b, amount)

    def do_year(self):
        for account in self.accounts.values():
            account.year()

bank = Bank()
for line in """
    open ann
    open bob savings
    put ann 1000
    put bob 2000
    take ann 1500
    move bob ann 500
    year
    take bob 1
    take bob 1
    put eve 3
    open carl platinum
    put ann lots
    rob bank
    year now
    year
""".strip().splitlines():
    bank.run(line)

for owner in sorted(bank.accounts):
    account = bank.accounts[owner]
    print('%-5s %-8s %6d  %s' % (owner, type(account).__name__, account.balance, account.history))
for error in bank.errors:
    print('%-28s %-18s %s' % (error[0].strip(), error[1], error[2]))
