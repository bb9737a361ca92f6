package dev.hybridmim.local.home;

import dev.hybridmim.local.RunException;

/** Another launcher works in this home. */
public final class OccupiedHomeException extends RunException {
  private static final long serialVersionUID = 1L;

  OccupiedHomeException(HomeLayout home, String owner) {
    super(
        "The home "
            + home.root()
            + " is in use by another run"
            + (owner.isEmpty() ? "" : " (process " + owner + ")")
            + ": stop that one first, or name another directory with --home.");
  }
}
