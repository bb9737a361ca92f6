/** What the steps of sampling cost; started by hand, see the module's README. */
package dev.hybridmim.augment.benchmark;
