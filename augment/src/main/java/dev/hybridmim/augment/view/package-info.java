/** Samples as people look at them: drawn on a sheet with their masks. */
package dev.hybridmim.augment.view;
