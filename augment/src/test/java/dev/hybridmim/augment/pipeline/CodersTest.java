package dev.hybridmim.augment.pipeline;

import static dev.hybridmim.augment.testing.TestTickets.ticket;
import static dev.hybridmim.augment.testing.TestVolumes.announced;
import static dev.hybridmim.augment.testing.TestVolumes.excluded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.augment.plan.CatalogueEntry;
import dev.hybridmim.augment.plan.CatalogueSummary;
import dev.hybridmim.augment.plan.VolumeVisit;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class CodersTest {
  @Test
  void everyCoderGivesBackWhatItTook() throws Exception {
    check(PlannerInput.InputCoder.of(), new PlannerInput.Ticket(ticket(3, 9).build()));
    check(PlannerInput.InputCoder.of(), new PlannerInput.CatalogueEvent(1L << 40, excluded(2)));
    check(PlannerInput.InputCoder.of(), new PlannerInput.CatalogueGap(0));
    check(CatalogueSummaryCoder.of(), new CatalogueSummary(7, 2, 1L << 40));
    check(
        CatalogueEntryCoder.of(), new CatalogueEntry(5, CatalogueEntry.NEVER, true, announced(1)));
    check(
        VolumeVisitCoder.of(),
        VolumeVisit.of(ticket(1, 2).build(), List.of(0, 4), List.of(announced(1), announced(2))));
  }

  private static <T> void check(Coder<T> coder, T value) throws Exception {
    CoderProperties.coderDecodeEncodeEqual(coder, value);
    CoderProperties.coderSerializable(coder);
    assertThat(SerializableUtils.clone(coder)).isEqualTo(coder);
  }
}
