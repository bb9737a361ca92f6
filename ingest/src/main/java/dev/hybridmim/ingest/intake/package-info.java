/**
 * The platform's door for PACS: C-STORE and STOW-RS in, de-identified, durable before success is
 * answered, announced.
 *
 * <p>{@link dev.hybridmim.ingest.intake.IntakeMain} is the process, {@link
 * dev.hybridmim.ingest.intake.Intake} the whole of it, {@link
 * dev.hybridmim.ingest.intake.IntakeSettings} what can be set. Its parts, each with its own
 * documentation: {@code association} (PS3.8), {@code message} (PS3.7), {@code web} (PS3.18), {@code
 * deidentify} (PS3.15), {@code store} (journal, object store, announcements). The conformance
 * statement is {@code ingest/docs/conformance.md}. No Beam in here.
 */
package dev.hybridmim.ingest.intake;
