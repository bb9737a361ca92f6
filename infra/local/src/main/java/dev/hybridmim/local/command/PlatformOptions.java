package dev.hybridmim.local.command;

import dev.hybridmim.local.run.RunRequest.Bound;
import dev.hybridmim.local.run.RunRequest.Elsewhere;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code run} and {@code demo} have in common. */
final class PlatformOptions {
  private static final String HOST_AND_PORT = "[^\\s:/,]+:\\d{1,5}";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--profile",
      paramLabel = "NAME_OR_FILE",
      description =
          "How to prepare, sample, train and score: laptop (default of run), demo (default of demo),"
              + " paper-unet, paper-swin, or a file of your own.")
  private String profile;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description =
          "Train for so long (90s, 10m, 1h30m) from the first step on, then score the last snapshot"
              + " and end.")
  private Duration time;

  @Option(
      names = "--snapshots",
      paramLabel = "N",
      description = "End when N snapshots are scored, or written when there is no task.")
  private int snapshots;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description =
          "Use this Kafka instead of an embedded one. Client properties that it needs: in a file"
              + " named by the environment variable HYBRIDMIM_KAFKA_PROPERTIES.")
  private String kafka;

  @Option(
      names = "--s3",
      paramLabel = "URL",
      description =
          "Use this S3 store instead of an embedded one. Its keys: environment variables"
              + " HYBRIDMIM_S3_ACCESS_KEY and HYBRIDMIM_S3_SECRET_KEY; the bucket hybridmim unless"
              + " HYBRIDMIM_S3_BUCKET names another.")
  private URI store;

  @Option(
      names = "--flink-master",
      paramLabel = "HOST:PORT",
      description = "Run the pipelines on the Flink session cluster with this REST address.")
  private String flink;

  String profile(String otherwise) {
    return profile == null ? otherwise : profile;
  }

  Bound bound(Optional<Bound> otherwise) {
    if (snapshots < 0) {
      throw refused("--snapshots must be 1 or more");
    }
    if (time != null && snapshots > 0) {
      throw refused("--for and --snapshots both say when to end: give one of them");
    }
    return time == null && snapshots == 0 && otherwise.isPresent()
        ? otherwise.get()
        : new Bound(Optional.ofNullable(time), snapshots);
  }

  Elsewhere elsewhere() {
    requireHostAndPort("--kafka", kafka, HOST_AND_PORT + "(," + HOST_AND_PORT + ")*");
    requireHostAndPort("--flink-master", flink, HOST_AND_PORT);
    if (store != null && !isHttp(store)) {
      throw refused("--s3 must be an address such as http://localhost:9000");
    }
    return new Elsewhere(
        Optional.ofNullable(kafka), Optional.ofNullable(store), Optional.ofNullable(flink));
  }

  private void requireHostAndPort(String option, String value, String form) {
    if (value != null && !value.matches(form)) {
      throw refused(option + " must be HOST:PORT, not '" + value + "'");
    }
  }

  private static boolean isHttp(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    return (scheme.equals("http") || scheme.equals("https")) && address.getHost() != null;
  }

  private ParameterException refused(String sentence) {
    return new ParameterException(command.commandLine(), sentence);
  }
}
