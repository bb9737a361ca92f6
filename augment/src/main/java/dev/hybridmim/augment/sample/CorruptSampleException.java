package dev.hybridmim.augment.sample;

import dev.hybridmim.platform.message.Sample;

/** A sample is not what its producer sent. */
public final class CorruptSampleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CorruptSampleException(Sample sample, String why) {
    super(
        "The sample "
            + sample.getRunId()
            + "/"
            + Long.toUnsignedString(sample.getTicket())
            + "/"
            + sample.getOrdinal()
            + " must not be used: "
            + why
            + ". Ask its ticket again");
  }
}
