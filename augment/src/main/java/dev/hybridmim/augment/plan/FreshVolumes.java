package dev.hybridmim.augment.plan;

import dev.hybridmim.augment.random.Draws;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The fresh volumes of one ticket by modality and subject, at most the {@value #MOST} newest of
 * them; each is drawn once.
 */
final class FreshVolumes {
  /** So many are read for a ticket, however many arrived. */
  static final int MOST = 1024;

  /** Indices of volumes by subject, by modality; what is not balanced is one group. */
  private final Map<String, Map<String, List<Integer>>> groups = new TreeMap<>();

  private final Map<Integer, String> subjectOf = new LinkedHashMap<>();
  private final Map<Integer, String> modalityOf = new LinkedHashMap<>();

  private FreshVolumes() {}

  static FreshVolumes of(Catalogue catalogue, DemandTicket ticket, long position) {
    FreshVolumes fresh = new FreshVolumes();
    int end = catalogue.announced(position);
    int first = Math.max(catalogue.announced(ticket.getFreshFrom()), end - MOST);
    for (int index = first; index < end; index++) {
      CatalogueEntry entry = catalogue.entry(index);
      if (entry.usableAt(position)) {
        fresh.add(index, entry.volume(), ticket);
      }
    }
    return fresh;
  }

  /** One of those that are left, taken out. */
  OptionalInt draw(Draws draws) {
    if (groups.isEmpty()) {
      return OptionalInt.empty();
    }
    List<Map<String, List<Integer>>> modalities = new ArrayList<>(groups.values());
    List<List<Integer>> subjects =
        new ArrayList<>(modalities.get(draws.below(modalities.size())).values());
    List<Integer> volumes = subjects.get(draws.below(subjects.size()));
    int index = volumes.get(draws.below(volumes.size()));
    remove(index);
    return OptionalInt.of(index);
  }

  /** Takes a volume out, if it is among them. */
  void remove(int index) {
    String subject = subjectOf.remove(index);
    String modality = modalityOf.remove(index);
    if (subject == null) {
      return;
    }
    Map<String, List<Integer>> subjects = groups.get(modality);
    List<Integer> volumes = subjects.get(subject);
    volumes.remove(Integer.valueOf(index));
    if (volumes.isEmpty()) {
      subjects.remove(subject);
    }
    if (subjects.isEmpty()) {
      groups.remove(modality);
    }
  }

  private void add(int index, Volume volume, DemandTicket ticket) {
    String modality =
        ticket.getBalanceModalities()
            ? CatalogueLists.group(volume.getModality())
            : CatalogueLists.ALL;
    String subject = "";
    if (ticket.getBalanceSubjects()) {
      // No subject's pseudonym holds a slash before a number that is this volume's own.
      subject = volume.getSubject().isEmpty() ? "/" + index : volume.getSubject();
    }
    modalityOf.put(index, modality);
    subjectOf.put(index, subject);
    groups
        .computeIfAbsent(modality, name -> new LinkedHashMap<>())
        .computeIfAbsent(subject, name -> new ArrayList<>())
        .add(index);
  }
}
