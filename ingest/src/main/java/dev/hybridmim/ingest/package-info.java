/** Ingest: from announced scans to prepared volumes and a catalogue of them. */
package dev.hybridmim.ingest;
