package dev.hybridmim.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.local.command.Diagnosis.Check;
import dev.hybridmim.platform.json.Json;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code hybridmim doctor}. */
@Command(
    name = "doctor",
    description = "Says whether this machine has what is needed, and what to do where it has not.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  private DoctorCommand() {}

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    Diagnosis diagnosis = new MachineChecks(home.layout()).all();
    if (json.isWanted()) {
      System.out.println(
          Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(diagnosis));
    } else {
      diagnosis.checks().forEach(DoctorCommand::print);
      System.out.println(diagnosis.ready() ? "A run can start." : "A run can't start yet.");
    }
    System.out.flush();
    return diagnosis.ready() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static void print(Check check) {
    System.out.printf(
        Locale.ROOT,
        "%-8s %-8s %s%n",
        check.verdict().name().toLowerCase(Locale.ROOT),
        check.name(),
        check.found());
    check.advice().ifPresent(advice -> System.out.printf("%17s %s%n", "", advice));
  }
}
