package dev.hybridmim.ingest.intake.association;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS as BCP 195 (RFC 9325) and PS3.15 annex B.12 recommend it: versions 1.3 and 1.2, suites with
 * forward secrecy and authenticated encryption only, no renegotiation by the peer, no compression.
 */
public final class SecureTransport {
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private static final List<String> SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

  private SecureTransport() {}

  /**
   * A context from PKCS #12 files.
   *
   * @param identity this side's key and certificates
   * @param trusted certificates of authorities whose clients are let in; nothing for Java's own
   * @param password of both files
   * @throws IOException when a file can't be read or the password is wrong
   */
  public static SSLContext context(Path identity, Optional<Path> trusted, char[] password)
      throws IOException {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(load(identity, password), password);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted.isPresent() ? load(trusted.get(), password) : null);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("The keys in " + identity + " can't be used: " + e.getMessage(), e);
    }
  }

  /** Versions and suites for a server; the server's order decides. */
  public static SSLParameters parameters(SSLContext context) {
    SSLParameters parameters = context.getSupportedSSLParameters();
    parameters.setProtocols(known(PROTOCOLS, parameters.getProtocols()));
    parameters.setCipherSuites(known(SUITES, parameters.getCipherSuites()));
    parameters.setUseCipherSuitesOrder(true);
    return parameters;
  }

  static void restrict(SSLServerSocket listener) {
    listener.setEnabledProtocols(known(PROTOCOLS, listener.getSupportedProtocols()));
    listener.setEnabledCipherSuites(known(SUITES, listener.getSupportedCipherSuites()));
    SSLParameters parameters = listener.getSSLParameters();
    parameters.setUseCipherSuitesOrder(true);
    listener.setSSLParameters(parameters);
  }

  private static String[] known(List<String> wanted, String[] supported) {
    return wanted.stream().filter(Arrays.asList(supported)::contains).toArray(String[]::new);
  }

  private static KeyStore load(Path file, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
    }
    return store;
  }
}
