package dev.hybridmim.augment.plan;

import dev.hybridmim.augment.random.Draws;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Modality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Draws volumes of the whole catalogue so that modalities, or subjects, or the subjects of each
 * modality have equal shares. The procedure is in this package's documentation.
 */
final class BalancedDraw {
  private static final int TRIES_AT_RANDOM = 64;

  private final Catalogue catalogue;
  private final DemandTicket ticket;
  private final long position;
  private final Draws draws;
  private final Map<String, Integer> sizes = new HashMap<>();
  private List<String> groups;

  BalancedDraw(Catalogue catalogue, DemandTicket ticket, long position, Draws draws) {
    this.catalogue = catalogue;
    this.ticket = ticket;
    this.position = position;
    this.draws = draws;
  }

  static boolean isAskedFor(DemandTicket ticket) {
    return ticket.getBalanceModalities() || ticket.getBalanceSubjects();
  }

  /** A usable volume, a free one as long as its group has one. */
  int draw(IntPredicate isFree) {
    String group = groups().get(draws.below(groups().size()));
    OptionalInt free = draw(group, isFree);
    return free.isPresent() ? free.getAsInt() : draw(group, index -> true).orElseThrow();
  }

  private OptionalInt draw(String group, IntPredicate wanted) {
    String list =
        ticket.getBalanceSubjects() ? CatalogueLists.heads(group) : CatalogueLists.volumes(group);
    int size = sizeAt(list);
    int place = 0;
    for (int tries = 0; tries < TRIES_AT_RANDOM; tries++) {
      place = draws.below(size);
      OptionalInt found = at(group, list, place, wanted);
      if (found.isPresent()) {
        return found;
      }
    }
    for (int step = 1; step < size; step++) {
      OptionalInt found = at(group, list, (place + step) % size, wanted);
      if (found.isPresent()) {
        return found;
      }
    }
    return OptionalInt.empty();
  }

  /** The volume at a place of a list of volumes, or one of the subject at a place of the heads. */
  private OptionalInt at(String group, String list, int place, IntPredicate wanted) {
    int index = catalogue.item(list, place);
    if (!ticket.getBalanceSubjects()) {
      return isGood(index, wanted) ? OptionalInt.of(index) : OptionalInt.empty();
    }
    String following = CatalogueLists.following(group, index);
    int volumes = 1 + sizeAt(following);
    int first = volumes == 1 ? 0 : draws.below(volumes);
    for (int step = 0; step < volumes; step++) {
      int number = (first + step) % volumes;
      int volume = number == 0 ? index : catalogue.item(following, number - 1);
      if (isGood(volume, wanted)) {
        return OptionalInt.of(volume);
      }
    }
    return OptionalInt.empty();
  }

  private boolean isGood(int index, IntPredicate wanted) {
    return wanted.test(index) && catalogue.entry(index).usableAt(position);
  }

  /** The modalities with a usable volume, or the whole catalogue as one group. */
  private List<String> groups() {
    if (groups == null) {
      groups = new ArrayList<>();
      if (ticket.getBalanceModalities()) {
        for (Modality modality : Modality.values()) {
          if (modality != Modality.UNRECOGNIZED && catalogue.usable(modality, position) > 0) {
            groups.add(CatalogueLists.group(modality));
          }
        }
      } else {
        groups.add(CatalogueLists.ALL);
      }
    }
    return groups;
  }

  private int sizeAt(String list) {
    return sizes.computeIfAbsent(list, name -> catalogue.sizeAt(name, position));
  }
}
