# Complex numbers.
#
#   gilpy programs/language/complex_numbers.py
#
# See: the j; no order; equal to a float without an imaginary part.

z = 3 + 4j
print([z, z.real, z.imag, abs(z), z.conjugate(), -z])
print([z + 1, z - 1j, z * z, z / (1 + 1j), z ** 2, 2 * z])
print([1j * 1j, complex(1, 2), complex('1+2j'), complex(3), 0j, -0j])
print([1 + 0j == 1, 1j == 1j, z != z.conjugate(), bool(0j)])
for attempt in (lambda: z < 1, lambda: int(z), lambda: z // 2, lambda: 1 / 0j, lambda: complex('x')):
    try:
        attempt()
    except (TypeError, ValueError, ZeroDivisionError) as error:
        print(error.__class__.__name__)
print('%s %r' % (1.5 + 2j, 1e20j))
print(repr(complex(float('inf'), float('nan'))))
