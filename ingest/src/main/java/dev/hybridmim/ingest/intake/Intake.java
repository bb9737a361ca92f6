package dev.hybridmim.ingest.intake;

import dev.hybridmim.ingest.dicom.SopClasses;
import dev.hybridmim.ingest.dicom.TransferSyntax;
import dev.hybridmim.ingest.dicom.pixel.PixelReader;
import dev.hybridmim.ingest.intake.association.AcceptedSyntaxes;
import dev.hybridmim.ingest.intake.association.AssociationRequest;
import dev.hybridmim.ingest.intake.association.AssociationServer;
import dev.hybridmim.ingest.intake.association.NetworkSettings;
import dev.hybridmim.ingest.intake.association.RejectionReason;
import dev.hybridmim.ingest.intake.association.SecureTransport;
import dev.hybridmim.ingest.intake.deidentify.Deidentifier;
import dev.hybridmim.ingest.intake.message.MessageService;
import dev.hybridmim.ingest.intake.store.InstanceIntake;
import dev.hybridmim.ingest.intake.store.IntakeRules;
import dev.hybridmim.ingest.intake.store.StoreGate;
import dev.hybridmim.ingest.intake.web.WebCredentials;
import dev.hybridmim.ingest.intake.web.WebServer;
import dev.hybridmim.platform.store.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.producer.Producer;

/**
 * A whole intake: listeners, de-identification, journal, announcements.
 *
 * <p>Guarantees: an instance is answered with success only when it is durable in the object store,
 * without identifiers; it is announced at least once; nothing that a sender does ends the process.
 */
public final class Intake implements AutoCloseable {
  private static final String VERIFICATION = "1.2.840.10008.1.1";
  private static final int MAXIMUM_LENGTH = 128 << 10;
  private static final int MOST_IN_MEMORY = 2 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long MEBIBYTE = 1L << 20;

  private static final List<String> CLASSES =
      List.of(
          SopClasses.CT_IMAGE,
          SopClasses.ENHANCED_CT_IMAGE,
          SopClasses.LEGACY_CONVERTED_ENHANCED_CT_IMAGE,
          SopClasses.MR_IMAGE,
          SopClasses.ENHANCED_MR_IMAGE,
          SopClasses.LEGACY_CONVERTED_ENHANCED_MR_IMAGE,
          SopClasses.PET_IMAGE,
          SopClasses.ENHANCED_PET_IMAGE,
          SopClasses.LEGACY_CONVERTED_ENHANCED_PET_IMAGE);

  private static final Set<String> PLAIN =
      Set.of(
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN.uid());

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final IntakeCounters counters = new IntakeCounters();
  private final List<CallerRule> callers;
  private final String aet;
  private StoreGate gate;
  private InstanceIntake instances;
  private AssociationServer associations;
  private WebServer web;

  private Intake(IntakeSettings settings) {
    this.aet = settings.aet();
    this.callers = settings.callers().stream().map(CallerRule::parse).toList();
  }

  /**
   * Secrets, which come from the environment and never from settings or command lines.
   *
   * @param keystorePassword of the PKCS #12 files; empty when there are none
   */
  public record Secrets(String siteSecret, WebCredentials web, String keystorePassword) {
    @Override
    public String toString() {
      return "Secrets[not shown]";
    }
  }

  /**
   * Starts an intake.
   *
   * @param directory its own files
   * @param store stays open when the intake is closed
   * @param producer stays open when the intake is closed
   * @throws InvalidSettingsException when the settings would let strangers in, or can't be used
   * @throws IOException when a port is taken or the directory can't be used
   */
  public static Intake start(
      IntakeSettings settings,
      Secrets secrets,
      Path directory,
      ObjectStore store,
      String bucket,
      Producer<byte[], byte[]> producer)
      throws IOException {
    requireProtection(settings, secrets);
    Intake intake = new Intake(settings);
    try {
      intake.open(settings, secrets, directory, store, bucket, producer);
      return intake;
    } catch (IOException | RuntimeException e) {
      intake.close();
      throw e;
    }
  }

  /** Which syntaxes are accepted for which class. */
  public static AcceptedSyntaxes syntaxes() {
    Set<String> all = new HashSet<>(PLAIN);
    all.add(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN.uid());
    all.addAll(PixelReader.compressedSyntaxes());
    Map<String, Set<String>> accepted = new HashMap<>();
    CLASSES.forEach(sopClass -> accepted.put(sopClass, all));
    accepted.put(VERIFICATION, PLAIN);
    return new AcceptedSyntaxes(accepted);
  }

  /** Where DICOM is listened for. */
  public Optional<InetSocketAddress> dicomAddress() {
    return Optional.ofNullable(associations).map(AssociationServer::address);
  }

  /** Where HTTP is listened for. */
  public Optional<InetSocketAddress> httpAddress() {
    return Optional.ofNullable(web).map(WebServer::address);
  }

  public IntakeCounters counters() {
    return counters;
  }

  /** Counters and states in Prometheus' text format. */
  public String metrics() {
    return counters.text()
        + gauge("open_associations", associations == null ? 0 : associations.openAssociations())
        + gauge("open_series", instances.openSeries())
        + gauge("unannounced_objects", instances.backlog())
        + gauge("takes_instances", gate.isOpen() ? 1 : 0);
  }

  private static String gauge(String name, int value) {
    return "hybridmim_intake_" + name + " " + value + "\n";
  }

  private static void requireProtection(IntakeSettings settings, Secrets secrets) {
    if (settings.isLocal()) {
      return;
    }
    if (settings.dicomPort() >= 0 && settings.callers().isEmpty()) {
      throw new InvalidSettingsException(
          "Listening on "
              + settings.bind()
              + " needs a list of callers: name who may call with --caller or the key callers.");
    }
    if (settings.httpPort() >= 0 && !secrets.web().isRequired()) {
      throw new InvalidSettingsException(
          "Listening on "
              + settings.bind()
              + " by HTTP needs credentials: set HYBRIDMIM_INTAKE_TOKEN or"
              + " HYBRIDMIM_INTAKE_BASIC (user:password), or --http-port=-1.");
    }
  }

  private void open(
      IntakeSettings settings,
      Secrets secrets,
      Path directory,
      ObjectStore store,
      String bucket,
      Producer<byte[], byte[]> producer)
      throws IOException {
    IntakeRules rules =
        new IntakeRules(
            syntaxes(),
            settings.deidentification().burnedIn(),
            settings.largestInstanceMebibytes() * MEBIBYTE,
            MOST_IN_MEMORY,
            Runtime.getRuntime().maxMemory() / 2,
            PATIENCE,
            Duration.ofSeconds(settings.journalSeconds()),
            Duration.ofSeconds(settings.quietSeconds()),
            settings.completeness() == IntakeSettings.Completeness.COUNT);
    java.nio.file.Files.createDirectories(directory);
    gate = new StoreGate(store, directory, settings.diskWatermarkMebibytes() * MEBIBYTE);
    instances =
        InstanceIntake.open(
            directory,
            store,
            bucket,
            producer,
            gate,
            new Deidentifier(settings.deidentification(), secrets.siteSecret()),
            secrets.siteSecret(),
            rules,
            counters);
    parts.push(instances);
    Optional<SSLContext> tls = tls(settings.tls(), secrets.keystorePassword());
    if (settings.httpPort() >= 0) {
      web =
          WebServer.start(
              new InetSocketAddress(settings.bind(), settings.httpPort()),
              tls,
              instances,
              secrets.web(),
              this::metrics);
      parts.push(web);
    }
    if (settings.dicomPort() >= 0) {
      NetworkSettings network =
          new NetworkSettings(
              new InetSocketAddress(settings.bind(), settings.dicomPort()),
              tls,
              settings.tls().clientCertificates(),
              settings.associations(),
              Duration.ofSeconds(settings.artimSeconds()),
              Duration.ofSeconds(settings.idleSeconds()),
              MAXIMUM_LENGTH);
      associations =
          AssociationServer.start(
              network,
              syntaxes(),
              this::refusal,
              new MessageService(instances, rules.largestInstance()),
              counters);
      parts.push(associations);
    }
  }

  private Optional<RejectionReason> refusal(AssociationRequest request, InetAddress peer) {
    if (!request.calledTitle().equals(aet)) {
      return Optional.of(RejectionReason.CALLED_AE_TITLE_NOT_RECOGNISED);
    }
    boolean allowed =
        callers.isEmpty()
            || callers.stream().anyMatch(rule -> rule.allows(request.callingTitle(), peer));
    if (!allowed) {
      return Optional.of(RejectionReason.CALLING_AE_TITLE_NOT_RECOGNISED);
    }
    return gate.isOpen() ? Optional.empty() : Optional.of(RejectionReason.TEMPORARY_CONGESTION);
  }

  private static Optional<SSLContext> tls(IntakeSettings.Tls tls, String password)
      throws IOException {
    if (!tls.isWanted()) {
      return Optional.empty();
    }
    Optional<Path> trusted =
        tls.trusted().isEmpty() ? Optional.empty() : Optional.of(Path.of(tls.trusted()));
    return Optional.of(
        SecureTransport.context(Path.of(tls.identity()), trusted, password.toCharArray()));
  }

  /** Stops listening, lets what is under way end for a few seconds, and closes. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("A part of the intake could not be closed", e);
      }
    }
  }
}
