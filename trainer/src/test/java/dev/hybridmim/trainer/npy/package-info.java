/** Reads NumPy's files, for tests that compare with numbers computed elsewhere. */
package dev.hybridmim.trainer.npy;
