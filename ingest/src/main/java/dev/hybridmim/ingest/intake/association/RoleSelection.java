package dev.hybridmim.ingest.intake.association;

/** Which roles the calling side proposes for a SOP class, or may take; PS3.7 section D.3.3.4. */
public record RoleSelection(String sopClassUid, boolean user, boolean provider) {}
