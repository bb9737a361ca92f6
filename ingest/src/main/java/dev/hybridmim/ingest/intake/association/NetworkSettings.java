package dev.hybridmim.ingest.intake.association;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How associations are listened for.
 *
 * @param address port 0 takes a free one
 * @param tls nothing for plain TCP
 * @param clientCertificates whether a caller must show one
 * @param associations open at once
 * @param artim longest wait for a request, and for a caller to close
 * @param idle longest time without a byte on an established association
 * @param maximumLength largest P-DATA-TF that is taken, bytes
 */
public record NetworkSettings(
    InetSocketAddress address,
    Optional<SSLContext> tls,
    boolean clientCertificates,
    int associations,
    Duration artim,
    Duration idle,
    int maximumLength) {
  public NetworkSettings {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(artim, "artim");
    Objects.requireNonNull(idle, "idle");
  }
}
