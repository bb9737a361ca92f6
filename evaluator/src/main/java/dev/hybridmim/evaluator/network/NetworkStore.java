package dev.hybridmim.evaluator.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.InvalidProfileException;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectNotFoundException;
import dev.hybridmim.platform.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps, finds and removes fine-tuned networks; see this package's documentation. */
public final class NetworkStore {
  private static final String WEIGHTS = "network.safetensors";
  private static final String DESCRIPTION = "network.json";
  private static final String JSON = "application/json";
  private static final String BINARY = "application/octet-stream";
  private static final int MOST_DESCRIPTION_BYTES = 1 << 20;
  private static final int MOST_NAMED = 5;

  private final ObjectStore store;

  public NetworkStore(ObjectStore store) {
    this.store = store;
  }

  /**
   * Stores a network, replacing one of the same snapshot and task.
   *
   * @param described whose checksum and size are filled in here
   * @param weights a safetensors file
   */
  public FineTunedNetwork keep(FineTunedNetwork described, Path weights) {
    FineTunedNetwork network = withFile(described, weights);
    // The description goes first where it replaces one, so that it never tells of other weights.
    store.delete(network.prefix() + DESCRIPTION);
    store.putFile(network.prefix() + WEIGHTS, weights, BINARY);
    try {
      store.put(
          network.prefix() + DESCRIPTION,
          Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(network),
          JSON);
    } catch (JsonProcessingException exception) {
      throw new UncheckedIOException(exception);
    }
    return network;
  }

  private static FineTunedNetwork withFile(FineTunedNetwork described, Path weights) {
    try {
      return new FineTunedNetwork(
          FineTunedNetwork.VERSION,
          described.task(),
          described.runId(),
          described.step(),
          described.manifestSha256(),
          described.modality(),
          described.channels(),
          described.labels(),
          described.profile(),
          sha256(weights),
          Files.size(weights),
          described.createdAt());
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** Whether a network of exactly this snapshot is kept. */
  public boolean holds(String task, String runId, long step) {
    return store.stat(FineTunedNetwork.prefix(task, runId, step) + DESCRIPTION).isPresent();
  }

  /**
   * The network of a snapshot.
   *
   * @throws NetworkException when none is kept, saying which are
   */
  public FineTunedNetwork find(String task, String runId, long step) throws NetworkException {
    try {
      return read(FineTunedNetwork.prefix(task, runId, step) + DESCRIPTION);
    } catch (ObjectNotFoundException exception) {
      throw new NetworkException(
          "The network that was fine-tuned from snapshot "
              + runId
              + "/"
              + step
              + " on task "
              + task
              + " is not kept; "
              + kept(task),
          exception);
    }
  }

  private String kept(String task) {
    List<String> names = prefixes(task).stream().map(NetworkStore::snapshotOf).toList();
    if (names.isEmpty()) {
      return "no network of that task is: let a snapshot be scored on it first.";
    }
    int from = Math.max(0, names.size() - MOST_NAMED);
    return "those of "
        + String.join(", ", names.subList(from, names.size()))
        + " are (evaluator.scoring.networksKept says how many).";
  }

  private static String snapshotOf(String prefix) {
    String[] places = prefix.split("/");
    return places[places.length - 2] + "/" + places[places.length - 1];
  }

  private List<String> prefixes(String task) {
    return store.list(FineTunedNetwork.root(task)).stream()
        .map(ObjectInfo::key)
        .filter(key -> key.endsWith("/" + DESCRIPTION))
        .map(key -> key.substring(0, key.length() - DESCRIPTION.length()))
        .toList();
  }

  private FineTunedNetwork read(String key) throws NetworkException {
    try {
      FineTunedNetwork network =
          Json.mapper().readValue(store.get(key, MOST_DESCRIPTION_BYTES), FineTunedNetwork.class);
      if (network.formatVersion() != FineTunedNetwork.VERSION) {
        throw new NetworkException(
            "The network described by "
                + key
                + " has format version "
                + network.formatVersion()
                + "; this software reads version "
                + FineTunedNetwork.VERSION
                + ".",
            null);
      }
      return network;
    } catch (IOException | InvalidProfileException exception) {
      throw new NetworkException(
          "The description "
              + key
              + " of a fine-tuned network can't be read; score the snapshot again.",
          exception);
    }
  }

  /**
   * Copies a network's weights to a local file, comparing the checksum.
   *
   * @throws NetworkException when they are missing or damaged
   */
  public void download(FineTunedNetwork network, Path file) throws NetworkException {
    String key = network.prefix() + WEIGHTS;
    try (InputStream content = store.open(key)) {
      Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
      if (!sha256(file).equals(network.sha256())) {
        throw new NetworkException(
            "The weights "
                + key
                + " are damaged: their SHA-256 is not the description's; score the snapshot again.",
            null);
      }
    } catch (ObjectNotFoundException exception) {
      throw new NetworkException(
          "The weights " + key + " are gone; score the snapshot again.", exception);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /**
   * Removes the networks of a task that are neither among the newest nor of a named snapshot.
   *
   * @param newest how many are kept by their age alone
   * @param named snapshots, {@code run/step}, whose network is kept however old it is
   * @return the snapshots whose network was removed
   */
  public List<String> thin(String task, int newest, Set<String> named) {
    List<FineTunedNetwork> networks = new ArrayList<>();
    for (String prefix : prefixes(task)) {
      try {
        networks.add(read(prefix + DESCRIPTION));
      } catch (NetworkException unreadable) {
        // Of no use to anybody, and predict says so by name; it is not counted among the newest.
        continue;
      }
    }
    networks.sort(Comparator.comparing(FineTunedNetwork::createdAt).reversed());
    List<FineTunedNetwork> removed =
        networks.stream().skip(newest).filter(one -> !named.contains(one.snapshot())).toList();
    for (FineTunedNetwork network : removed) {
      store.delete(network.prefix() + DESCRIPTION);
      store.delete(network.prefix() + WEIGHTS);
    }
    return removed.stream().map(FineTunedNetwork::snapshot).collect(Collectors.toList());
  }

  private static String sha256(Path file) throws IOException {
    try (DigestInputStream content =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      content.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(content.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("Every Java platform has SHA-256.", exception);
    }
  }
}
