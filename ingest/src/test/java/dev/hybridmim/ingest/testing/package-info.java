/** What ingest's tests share. */
package dev.hybridmim.ingest.testing;
