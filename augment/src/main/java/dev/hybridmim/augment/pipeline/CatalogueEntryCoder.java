package dev.hybridmim.augment.pipeline;

import dev.hybridmim.augment.plan.CatalogueEntry;
import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.platform.message.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Format, first offset, offset of the exclusion, 1 when withdrawn, volume. */
final class CatalogueEntryCoder extends AtomicCoder<CatalogueEntry> {
  private static final long serialVersionUID = 1L;
  private static final CatalogueEntryCoder INSTANCE = new CatalogueEntryCoder();

  private final VarLongCoder offsets = VarLongCoder.of();
  private final MessageCoder<Volume> volumes =
      MessageCoder.of(Volume.class, Volume::parseDelimitedFrom);

  private CatalogueEntryCoder() {}

  static CatalogueEntryCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(CatalogueEntry entry, OutputStream out) throws IOException {
    StateVersion.write(out);
    offsets.encode(entry.firstOffset(), out);
    offsets.encode(entry.excludedAt(), out);
    out.write(entry.withdrawn() ? 1 : 0);
    volumes.encode(entry.volume(), out);
  }

  @Override
  public CatalogueEntry decode(InputStream in) throws IOException {
    StateVersion.read(in, "a volume of the catalogue");
    long firstOffset = offsets.decode(in);
    long excludedAt = offsets.decode(in);
    boolean withdrawn = in.read() == 1;
    return new CatalogueEntry(firstOffset, excludedAt, withdrawn, volumes.decode(in));
  }
}
