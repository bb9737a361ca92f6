/**
 * Ingest as a Beam pipeline: announcements in, prepared volumes, catalogue entries and rejects out.
 */
package dev.hybridmim.ingest.pipeline;
