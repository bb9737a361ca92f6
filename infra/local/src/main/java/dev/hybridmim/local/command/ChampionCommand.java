package dev.hybridmim.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.evaluator.champion.Champion;
import dev.hybridmim.evaluator.champion.Champions;
import dev.hybridmim.evaluator.champion.Evidence;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.run.OpenHome;
import dev.hybridmim.local.run.StoreAccess;
import dev.hybridmim.local.view.Summary;
import dev.hybridmim.local.view.SummaryJson;
import dev.hybridmim.local.view.TextTable;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.platform.store.S3ObjectStore;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import dev.hybridmim.platform.topic.Topics;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hybridmim champion}. */
@Command(
    name = "champion",
    description = "Shows which snapshot is a task's best and why, and goes back to the one before.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ChampionCommand.ShowCommand.class,
      ChampionCommand.HistoryCommand.class,
      ChampionCommand.RollbackCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class ChampionCommand {
  private ChampionCommand() {}

  private static String line(Champion champion) {
    Evidence evidence = champion.evidence();
    return String.format(
        Locale.ROOT,
        "%s: snapshot %s, Dice %.4f (95 %% interval %.4f to %.4f) over %d cases of %d pieces of work,"
            + " since %s. %s%n",
        champion.task(),
        evidence.snapshot(),
        evidence.dice(),
        evidence.diceLow(),
        evidence.diceHigh(),
        evidence.cases(),
        evidence.items(),
        champion.promotedAt(),
        champion.rule());
  }

  private static RunException none(String task) {
    return new RunException(
        "The task " + task + " has no champion yet; `hybridmim scores` shows what is scored.");
  }

  /** {@code hybridmim champion show}. */
  @Command(
      name = "show",
      description = "Shows the champion of a task, or of every task.",
      mixinStandardHelpOptions = true)
  static final class ShowCommand implements Callable<Integer> {
    @Option(names = "--task", paramLabel = "T", description = "Only of this task.")
    private String task;

    @Mixin private StoreOption where;
    @Mixin private JsonOption json;

    @Override
    public Integer call() throws InterruptedException {
      List<Champion> champions;
      try (StoreAccess access = where.access()) {
        Champions store = new Champions(access.store());
        champions =
            task == null
                ? store.tasks().stream().flatMap(name -> store.current(name).stream()).toList()
                : List.of(store.current(task).orElseThrow(() -> none(task)));
      } catch (ObjectStoreException e) {
        throw new RunException(e.getMessage(), e);
      }
      if (json.isWanted()) {
        ObjectNode document = Json.mapper().createObjectNode();
        document.set("champions", Json.mapper().valueToTree(champions));
        Output.json(document);
      } else if (champions.isEmpty()) {
        Output.text("No task has a champion yet.\n");
      } else {
        champions.forEach(champion -> Output.text(line(champion)));
      }
      return ExitCode.OK;
    }
  }

  /** {@code hybridmim champion history}. */
  @Command(
      name = "history",
      description = "Lists every promotion and rollback of a task, oldest first.",
      mixinStandardHelpOptions = true)
  static final class HistoryCommand implements Callable<Integer> {
    @Option(names = "--task", required = true, paramLabel = "T", description = "Name of the task.")
    private String task;

    @Mixin private StoreOption where;
    @Mixin private JsonOption json;

    @Override
    public Integer call() throws InterruptedException {
      List<Champion> history;
      try (StoreAccess access = where.access()) {
        history = new Champions(access.store()).history(task);
      } catch (ObjectStoreException e) {
        throw new RunException(e.getMessage(), e);
      }
      if (history.isEmpty()) {
        throw none(task);
      }
      if (json.isWanted()) {
        ObjectNode document = Json.mapper().createObjectNode();
        document.set("history", Json.mapper().valueToTree(history));
        Output.json(document);
        return ExitCode.OK;
      }
      TextTable table = new TextTable("#", "snapshot", "Dice", "since", "why");
      for (Champion one : history) {
        table.add(
            Long.toString(one.sequence()),
            one.evidence().snapshot(),
            String.format(Locale.ROOT, "%.4f", one.evidence().dice()),
            one.promotedAt(),
            one.rule());
      }
      Output.text(table);
      return ExitCode.OK;
    }
  }

  /** {@code hybridmim champion rollback}. */
  @Command(
      name = "rollback",
      description = {
        "Goes back to the champion before, and says so on topic promotions.",
        "The snapshot that was champion is never promoted again."
      },
      mixinStandardHelpOptions = true)
  static final class RollbackCommand extends HomeCommand {
    @Option(names = "--task", required = true, paramLabel = "T", description = "Name of the task.")
    private String task;

    @Override
    int in(OpenHome opened, HomeLayout layout) throws InterruptedException {
      Champion champion;
      try (ObjectStore store = S3ObjectStore.open(opened.connection().store())) {
        champion = new Champions(store).rollback(task);
      } catch (IllegalStateException e) {
        throw new RunException(e.getMessage(), e);
      }
      announce(opened, champion);
      // A run that goes on hears of it and writes it itself.
      if (!opened.isRunning()) {
        SummaryJson.readFile(layout.summary())
            .ifPresent(
                summary ->
                    SummaryJson.writeFile(
                        layout.summary(),
                        summary.withChampion(Summary.Champion.of(champion.toMessage()))));
      }
      if (wantsJson()) {
        Output.json(champion);
      } else {
        Output.text(line(champion));
      }
      return ExitCode.OK;
    }

    private static void announce(OpenHome opened, Champion champion) throws InterruptedException {
      Topics.ensure(opened.connection().kafka());
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(
              opened.connection().kafka().producerProperties(),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        producer
            .send(Records.of(Topic.PROMOTIONS, "local", champion.key(), champion.toMessage()))
            .get();
      } catch (ExecutionException e) {
        throw new RunException(
            "The rollback is done, but could not be announced: " + e.getCause().getMessage(), e);
      }
    }
  }
}
