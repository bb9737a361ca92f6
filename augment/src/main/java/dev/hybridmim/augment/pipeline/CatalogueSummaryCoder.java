package dev.hybridmim.augment.pipeline;

import dev.hybridmim.augment.plan.CatalogueSummary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Format, volumes, excluded ones, position. */
final class CatalogueSummaryCoder extends AtomicCoder<CatalogueSummary> {
  private static final long serialVersionUID = 1L;
  private static final CatalogueSummaryCoder INSTANCE = new CatalogueSummaryCoder();

  private final VarIntCoder counts = VarIntCoder.of();
  private final VarLongCoder positions = VarLongCoder.of();

  private CatalogueSummaryCoder() {}

  static CatalogueSummaryCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(CatalogueSummary summary, OutputStream out) throws IOException {
    StateVersion.write(out);
    counts.encode(summary.volumes(), out);
    counts.encode(summary.excluded(), out);
    positions.encode(summary.position(), out);
  }

  @Override
  public CatalogueSummary decode(InputStream in) throws IOException {
    StateVersion.read(in, "the catalogue's summary");
    int volumes = counts.decode(in);
    int excluded = counts.decode(in);
    return new CatalogueSummary(volumes, excluded, positions.decode(in));
  }
}
