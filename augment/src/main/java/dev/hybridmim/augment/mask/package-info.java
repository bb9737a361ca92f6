/**
 * Two-level masks: which patches of a sub-volume are hidden from the encoder.
 *
 * <p>A sub-volume has {@code R} regions of {@code P} patches each; how they are numbered and how a
 * mask is written as one code a region is specified in {@code dev.hybridmim.platform.geometry}. A
 * mask is a pure function of (strategy, R, P, ratio, seed). It hides exactly {@code N = floor(ratio
 * * (R * P) + 0.5)} patches (binary64), and every patch is equally likely to be among them. The
 * draws {@code below(n)} and "k of n" are those of {@code dev.hybridmim.augment.random}, from a
 * stream in the state {@code seed}.
 *
 * <h2>uniform</h2>
 *
 * <p>{@code N} of all {@code R * P} patches, region by region and inside a region patch by patch.
 *
 * <h2>hierarchical</h2>
 *
 * <p>First level: each region is kept whole, masked whole, or masked in part, which means that at
 * least one and at most {@code P - 1} of its patches are hidden. Second level: which patches of a
 * region that is masked in part.
 *
 * <ol>
 *   <li>{@code W}, how many regions are masked whole: drawn with {@code below} from {@code max(0, N
 *       - R (P - 1))} to {@code floor(N / P)}, both included.
 *   <li>{@code n = N - W P} patches are left for the regions masked in part. {@code M}, how many
 *       these are: 0 without a draw when {@code n} is 0, else drawn from {@code ceil(n / (P - 1))}
 *       to {@code min(n, R - W)}, both included.
 *   <li>Each has one patch for sure; {@code E = n - M} patches are spread over {@code S = M (P -
 *       2)} places, {@code P - 2} in each of the {@code M} regions.
 *   <li>Then region by region, in raster order, with {@code r} regions left (this one included),
 *       {@code w} of them to be masked whole and {@code m} in part: {@code u = below(r)}. The
 *       region is masked whole when {@code u < w}, in part when {@code w <= u < w + m}, and kept
 *       otherwise.
 *       <ul>
 *         <li>In part: its count is 1 and the number of its {@code P - 2} places that are taken ("E
 *             of S", continued from region to region); then "count of P" says which patches.
 *       </ul>
 * </ol>
 *
 * <p>Regions are exchangeable at every step, and so are the patches inside one: hence every patch
 * is equally likely.
 *
 * <h2>History</h2>
 *
 * <p>Version 1. A change of any drawn byte needs a new strategy name.
 */
package dev.hybridmim.augment.mask;
