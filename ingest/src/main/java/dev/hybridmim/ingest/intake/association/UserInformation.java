package dev.hybridmim.ingest.intake.association;

import java.util.List;
import java.util.Optional;

/**
 * What a side says of itself, PS3.7 annex D.
 *
 * @param maximumLength of P-DATA-TF PDUs that it wants to receive, bytes; 0 for no bound
 * @param implementationVersion empty when it is not said
 */
public record UserInformation(
    long maximumLength,
    String implementationClass,
    String implementationVersion,
    Optional<OperationsWindow> operationsWindow,
    List<RoleSelection> roles) {
  /** This software. */
  static final String IMPLEMENTATION_CLASS = "2.25.183914093277306839712745410915270246377";

  static final String IMPLEMENTATION_VERSION = "HYBRIDMIM_1";

  public UserInformation {
    roles = List.copyOf(roles);
  }

  /** What this software says. */
  public static UserInformation own(
      int maximumLength, Optional<OperationsWindow> window, List<RoleSelection> roles) {
    return new UserInformation(
        maximumLength, IMPLEMENTATION_CLASS, IMPLEMENTATION_VERSION, window, roles);
  }
}
