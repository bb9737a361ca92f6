/** Tests of the intake and what they share. */
package dev.hybridmim.ingest.intake;
