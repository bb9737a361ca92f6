/**
 * From prepared volumes to masked samples, on demand: {@code mask} draws two-level masks, {@code
 * plan} chooses volumes for a ticket, {@code sample} cuts, augments and encodes, {@code pipeline}
 * does all of it on Beam. Only {@code pipeline} knows Beam.
 */
package dev.hybridmim.augment;
