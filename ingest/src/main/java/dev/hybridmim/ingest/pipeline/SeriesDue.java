package dev.hybridmim.ingest.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.time.Instant;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/**
 * A series that may be prepared.
 *
 * @param folder of the series
 * @param bucket it lies in
 * @param quiet whether nothing new came for a while; else its sender said that it is complete
 * @param announcedAt when its newest member was announced
 */
record SeriesDue(String folder, String bucket, boolean quiet, Instant announcedAt)
    implements Serializable {

  /** The fields one after the other. */
  static final class Coder extends AtomicCoder<SeriesDue> {
    private static final long serialVersionUID = 1L;
    private static final Coder INSTANCE = new Coder();
    private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

    static Coder of() {
      return INSTANCE;
    }

    @Override
    public void encode(SeriesDue due, OutputStream to) throws IOException {
      TEXT.encode(due.folder, to);
      TEXT.encode(due.bucket, to);
      BooleanCoder.of().encode(due.quiet, to);
      TEXT.encode(due.announcedAt.toString(), to);
    }

    @Override
    public SeriesDue decode(InputStream from) throws IOException {
      return new SeriesDue(
          TEXT.decode(from),
          TEXT.decode(from),
          BooleanCoder.of().decode(from),
          Instant.parse(TEXT.decode(from)));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
