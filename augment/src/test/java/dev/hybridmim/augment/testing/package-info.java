/** Fixtures of this module's tests. */
package dev.hybridmim.augment.testing;
