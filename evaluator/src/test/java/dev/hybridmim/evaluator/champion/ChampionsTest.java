package dev.hybridmim.evaluator.champion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.evaluator.metric.ClassMetrics;
import dev.hybridmim.evaluator.report.CaseReport;
import dev.hybridmim.evaluator.report.ClassReport;
import dev.hybridmim.evaluator.report.OutcomeReport;
import dev.hybridmim.evaluator.report.ScoreReport;
import dev.hybridmim.evaluator.report.WeightTransfer;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChampionsTest {
  private static final List<Champions.Work> WORK = List.of(new Champions.Work("", "settings"));

  @TempDir Path directory;

  private ObjectStore store;
  private Champions champions;

  @BeforeEach
  void open() {
    store = new FileObjectStore(directory);
    champions = new Champions(store);
  }

  @Test
  void onlyAGainBeyondChanceReplacesTheChampion() throws Exception {
    assertThat(consider(1, 0.70, 0.72, 0.68, 0.71)).isPresent();
    // Better on the mean by one case alone.
    assertThat(consider(2, 0.69, 0.95, 0.67, 0.71)).isEmpty();
    assertThat(champions.current("task").orElseThrow().evidence().step()).isEqualTo(1);
    Champion better = consider(3, 0.75, 0.78, 0.72, 0.76).orElseThrow();
    assertThat(better.sequence()).isEqualTo(2);
    assertThat(better.rule()).contains("paired over 4 cases", "0.0500");
    assertThat(better.previous().orElseThrow().step()).isEqualTo(1);
    assertThat(better.toMessage().getEvidence().getDice()).isEqualTo(better.evidence().dice());
    assertThat(champions.history("task")).extracting(Champion::sequence).containsExactly(1L, 2L);
    assertThat(champions.tasks()).containsExactly("task");
    assertThat(champions.needed("task")).containsExactly("run/3", "run/1");
    // Once more, as after a restart.
    assertThat(champions.consider("task", "run", 3, WORK)).isEmpty();
  }

  @Test
  void evidenceIsThereWhenAllWorkIsDone() throws Exception {
    put(1, "", 0.7, 0.8);
    List<Champions.Work> both = List.of(WORK.get(0), new Champions.Work("f1.0-k1-s1", "settings"));
    assertThat(champions.consider("task", "run", 1, both)).isEmpty();
    put(1, "f1.0-k1-s1", 0.9, 0.8);
    Champion champion = champions.consider("task", "run", 1, both).orElseThrow();
    assertThat(champion.evidence().cases()).isEqualTo(4);
    assertThat(champion.evidence().items()).isEqualTo(2);
  }

  @Test
  void otherSettingsNeedAnIntervalAboveTheChampionsMean() throws Exception {
    consider(1, 0.70, 0.72, 0.68, 0.71);
    List<Champions.Work> other = List.of(new Champions.Work("", "others"));
    put(2, "", "others", 0.60, 0.85, 0.80, 0.75);
    assertThat(champions.consider("task", "run", 2, other)).isEmpty();
    put(3, "", "others", 0.80, 0.85, 0.80, 0.75);
    assertThat(champions.consider("task", "run", 3, other).orElseThrow().rule())
        .contains("other settings");
  }

  @Test
  void whatIsRolledBackIsNeverPromotedAgain() throws Exception {
    consider(1, 0.70, 0.72);
    assertThatThrownBy(() -> champions.rollback("task"))
        .hasMessageContaining("no champion of task before run/1");
    consider(2, 0.80, 0.82);
    Champion back = champions.rollback("task");
    assertThat(back.evidence().snapshot()).isEqualTo("run/1");
    assertThat(back.rollback()).isTrue();
    assertThat(back.withdrawn()).containsExactly("run/2");
    assertThat(champions.consider("task", "run", 2, WORK)).isEmpty();
    assertThat(consider(3, 0.75, 0.77).orElseThrow().withdrawn()).containsExactly("run/2");
    assertThat(champions.history("task")).hasSize(4);
    assertThatThrownBy(() -> champions.rollback("nothing")).hasMessageContaining("no champion");
  }

  @Test
  void ofManyAtOnceTheBestIsLeftAndNothingIsLost() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Optional<Champion>>> decisions = new ArrayList<>();
    for (int step = 1; step <= 12; step++) {
      put(step, "", 0.5 + step * 0.02, 0.52 + step * 0.02);
    }
    for (int step = 1; step <= 12; step++) {
      int considered = step;
      decisions.add(threads.submit(() -> champions.consider("task", "run", considered, WORK)));
    }
    long promotions = 0;
    for (Future<Optional<Champion>> decision : decisions) {
      promotions += decision.get().isPresent() ? 1 : 0;
    }
    threads.shutdown();
    assertThat(champions.current("task").orElseThrow().evidence().step()).isEqualTo(12);
    assertThat(champions.history("task")).hasSize((int) promotions);
    assertThat(champions.current("task").orElseThrow().sequence()).isEqualTo(promotions);
  }

  private Optional<Champion> consider(long step, double... dice) throws Exception {
    put(step, "", dice);
    return champions.consider("task", "run", step, WORK);
  }

  private void put(long step, String item, double... dice) throws Exception {
    put(step, item, "settings", dice);
  }

  private void put(long step, String item, String settings, double... dice) throws Exception {
    List<ClassMetrics> metrics = new ArrayList<>();
    List<CaseReport> cases = new ArrayList<>();
    for (int place = 0; place < dice.length; place++) {
      ClassMetrics one = new ClassMetrics(1, dice[place], 2, 0.9, 5);
      metrics.add(one);
      cases.add(CaseReport.of("training[" + place + "]", List.of(one)));
    }
    OutcomeReport outcome =
        OutcomeReport.of(
            List.of(ClassReport.of(1, "ball", metrics, 1)),
            1,
            1,
            List.of(1.0),
            WeightTransfer.none(),
            cases);
    ScoreReport report =
        new ScoreReport(
            "run",
            step,
            "manifest" + step,
            settings,
            "task",
            1,
            0,
            1,
            10,
            4,
            dice.length,
            outcome,
            outcome,
            "2026-11-01T12:00:00Z",
            item,
            0);
    store.put(
        ScoreReport.key("run", step, "task", item),
        Json.mapper().writeValueAsBytes(report),
        "application/json");
  }
}
