/**
 * Numbers that must be the same everywhere: half precision, and random numbers derived from a seed.
 *
 * <p>Every random choice of the platform is drawn from SplitMix64 (Steele, Lea and Flood, OOPSLA
 * 2014, with Stafford's mix 13), whose whole state is one 64-bit word, so that any language can
 * repeat it:
 *
 * <pre>{@code
 * next(): state += 0x9e3779b97f4a7c15; z = state
 *         z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9
 *         z = (z ^ (z >>> 27)) * 0x94d049bb133111eb
 *         return z ^ (z >>> 31)
 * }</pre>
 *
 * <p>A seed for a part of the work is derived from the whole's seed by a path of numbers: {@code s
 * = seed; for each p in path: s = mix(s + 0x9e3779b97f4a7c15 * (p + 1))}, with {@code mix} the last
 * three lines above and all arithmetic modulo 2^64.
 */
package dev.hybridmim.platform.number;
