/** Measures how fast instances are taken, beside dcmtk's storescp on the same machine. */
package dev.hybridmim.ingest.intake.bench;
