package dev.hybridmim.augment.pipeline;

import static dev.hybridmim.augment.testing.TestTickets.ticket;
import static dev.hybridmim.augment.testing.TestVolumes.announced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.augment.plan.CatalogueEntry;
import dev.hybridmim.augment.plan.CatalogueSummary;
import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.connection.StoreAddress;
import dev.hybridmim.platform.message.DemandTicket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.transforms.reflect.DoFnSignatures;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/**
 * What a savepoint holds is read by later versions of this program: the bytes, the names of the
 * states, and the names of the transforms, by which Flink finds them again. The golden files are
 * never changed; a new format gets files of its own beside them.
 */
class GoldenStateTest {
  private static final CatalogueEntry ENTRY =
      new CatalogueEntry(5, 1L << 40, true, announced(1).toBuilder().setSubject("s-1").build());
  private static final CatalogueSummary SUMMARY = new CatalogueSummary(300, 2, 1L << 40);
  private static final DemandTicket WAITING = ticket(3, 9).build();

  @Test
  void stateOfTheFirstVersionIsStillRead() throws Exception {
    Properties golden = golden("state-v1.properties");
    assertThat(decoded(CatalogueEntryCoder.of(), golden, "entry")).isEqualTo(ENTRY);
    assertThat(decoded(CatalogueSummaryCoder.of(), golden, "summary")).isEqualTo(SUMMARY);
    assertThat(
            decoded(
                MessageCoder.of(DemandTicket.class, DemandTicket::parseDelimitedFrom),
                golden,
                "waiting"))
        .isEqualTo(WAITING);
  }

  @Test
  void whatIsWrittenNowIsOfThatVersion() throws Exception {
    Properties golden = golden("state-v1.properties");
    assertThat(encoded(CatalogueEntryCoder.of(), ENTRY)).isEqualTo(golden.getProperty("entry"));
    assertThat(encoded(CatalogueSummaryCoder.of(), SUMMARY))
        .isEqualTo(golden.getProperty("summary"));
  }

  @Test
  void statesAndTheirTransformsKeepTheirNames() throws Exception {
    Map<String, String> names = new TreeMap<>();
    pipeline()
        .traverseTopologically(
            new Pipeline.PipelineVisitor.Defaults() {
              @Override
              public void visitPrimitiveTransform(TransformHierarchy.Node node) {
                if (node.getTransform() instanceof ParDo.MultiOutput<?, ?> step) {
                  DoFnSignature signature = DoFnSignatures.signatureForDoFn(step.getFn());
                  if (signature.usesState()) {
                    names.put(
                        node.getFullName(),
                        String.join(" ", new TreeSet<>(signature.stateDeclarations().keySet())));
                  }
                }
              }
            });
    Map<String, String> expected = new TreeMap<>();
    golden("state-names-v1.properties")
        .forEach((name, states) -> expected.put(name.toString(), states.toString()));
    assertThat(names).isEqualTo(expected);
  }

  private static Pipeline pipeline() {
    Pipeline pipeline = Pipeline.create(AugmentMain.options("[local]", 1, List.of()));
    pipeline.apply(
        "StreamSamples",
        StreamSamples.over(
            new Connection(
                new KafkaAddress("localhost:1", Map.of()),
                new StoreAddress(URI.create("http://localhost:1"), "r", "bucket", "key", "secret"),
                "0".repeat(64))));
    return pipeline;
  }

  private static <T> T decoded(Coder<T> coder, Properties golden, String name) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(golden.getProperty(name));
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    T value = coder.decode(in);
    assertThat(in.available()).isZero();
    return value;
  }

  private static <T> String encoded(Coder<T> coder, T value) throws Exception {
    return HexFormat.of().formatHex(CoderUtils.encodeToByteArray(coder, value));
  }

  private static Properties golden(String file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = GoldenStateTest.class.getResourceAsStream("/golden/" + file)) {
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return properties;
  }
}
