package dev.hybridmim.trainer.network;

/** What a network is used for at the moment. */
public enum Phase {
  /** Dropout is active. */
  TRAINING,
  /** Nothing is random. */
  INFERENCE
}
