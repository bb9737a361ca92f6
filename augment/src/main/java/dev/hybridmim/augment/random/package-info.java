/**
 * The few kinds of draws that sampling needs, specified to the bit so that any language can repeat
 * them.
 *
 * <p>A stream is SplitMix64 in the state {@code seed} (see {@code dev.hybridmim.platform.number});
 * {@code next()} gives its words in turn. Arithmetic is on unsigned 64-bit words, real numbers are
 * IEEE 754 binary64.
 *
 * <pre>{@code
 * below(n):     x = next() >> 32                       whole numbers 0 .. n-1, 1 <= n < 2^31
 *               m = x * n
 *               while (m mod 2^32) < (2^32 mod n):     (Lemire, ACM TOMACS 29(1), 2019: exactly uniform)
 *                   x = next() >> 32; m = x * n
 *               return m >> 32
 * fraction():   (next() >> 11) * 2^-53                 real numbers in [0, 1)
 * coin():       next() >> 63 is 1
 * }</pre>
 *
 * <p>Choosing {@code k} of {@code n} things without replacement goes through the things in order
 * and takes one when {@code below(things left) < still to be taken} (Knuth, The Art of Computer
 * Programming, 3.4.2, algorithm S). Nothing is drawn any more once all are taken.
 */
package dev.hybridmim.augment.random;
