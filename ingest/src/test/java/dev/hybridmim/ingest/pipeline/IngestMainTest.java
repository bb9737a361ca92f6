package dev.hybridmim.ingest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.beam.FlinkSettings;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.connection.StoreAddress;
import dev.hybridmim.platform.profile.Profiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestMainTest {
  private static final Connection CONNECTION =
      new Connection(
          new KafkaAddress("127.0.0.1:1", Map.of("sasl.jaas.config", "top-secret")),
          new StoreAddress(
              URI.create("http://127.0.0.1:2"), "us-east-1", "scans", "key-secret", "more-secret"));

  @TempDir Path directory;

  @Test
  void aMissingConnectionIsOneSentence() {
    String said = run("--connection=" + directory.resolve("none.json"), "--profile=laptop");
    assertThat(said).startsWith("2: There is no connection file").hasLineCount(1);
  }

  @Test
  void anUnknownProfileIsOneSentence() {
    Path file = directory.resolve("connection.json");
    CONNECTION.write(file);
    String said = run("--connection=" + file, "--profile=nothing-like-it");
    assertThat(said).startsWith("2: There is no profile nothing-like-it").hasLineCount(1);
  }

  @Test
  void whatIsMissingIsAskedFor() {
    assertThat(run("--profile=laptop")).startsWith("2: Missing required option: '--connection");
    assertThat(run("--connection=x", "--profile=laptop", "--parallelism=0"))
        .startsWith("2: --parallelism is 0");
  }

  @Test
  void noSecretIsInTheOptionsOrShown() {
    FlinkPipelineOptions options =
        new FlinkSettings("test", FlinkSettings.LOCAL, 2, 1000, List.of()).options();
    Pipeline pipeline = IngestMain.pipeline(options, CONNECTION, Profiles.load("laptop"), 2);
    Set<String> shown = new HashSet<>();
    shown.add(new SerializablePipelineOptions(options).toString());
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            shown.add(DisplayData.from(node.getTransform()).toString());
          }

          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.getTransform() != null) {
              shown.add(DisplayData.from(node.getTransform()).toString());
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }
        });
    assertThat(shown).hasSizeGreaterThan(5).noneMatch(text -> text.contains("secret"));
    assertThat(String.join(" ", shown)).contains("127.0.0.1:1");
  }

  @Test
  void aRealClusterGetsTheJobJarAndAMiniClusterIsForThisMachineOnly() {
    FlinkPipelineOptions real =
        new FlinkSettings("test", "manager:8081", 4, 1000, List.of("ingest-job.jar")).options();
    assertThat(real.getFilesToStage()).containsExactly("ingest-job.jar");
    assertThat(real.getAttachedMode()).isFalse();
    assertThat(real.getParallelism()).isEqualTo(4);
    FlinkPipelineOptions mini =
        new FlinkSettings("test", FlinkSettings.LOCAL, 1, 1000, List.of()).options();
    assertThat(Path.of(mini.getFlinkConfDir(), "flink-conf.yaml"))
        .content()
        .contains("rest.bind-address: localhost");
    assertThat(mini.getAttachedMode()).isTrue();
  }

  private static String run(String... arguments) {
    StringWriter said = new StringWriter();
    int code = IngestMain.commandLine().setErr(new PrintWriter(said)).execute(arguments);
    return code + ": " + said.toString().strip();
  }
}
