def work(n):
    for k in range(n):
        words = 'the quick brown fox jumps over the lazy dog'.split()
        text = ' '.join(words) + '-%d-%s' % (k, 'x')
        text = text.replace('quick', 'slow').upper()
        if text.find('LAZY') > 0 and text.startswith('THE'):
            text = text[4:20] + text[-3:]
        out = ''
        for char in text:
            out += char

work(150000)
