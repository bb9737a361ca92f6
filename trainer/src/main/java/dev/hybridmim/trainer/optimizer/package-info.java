/**
 * How weights move: AdamW with moments of its own, clipping, the learning rate's schedule and the
 * moving average of the weights.
 */
package dev.hybridmim.trainer.optimizer;
