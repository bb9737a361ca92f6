/** Readers and makers of test data shared by the evaluator's tests. */
package dev.hybridmim.evaluator.testing;
