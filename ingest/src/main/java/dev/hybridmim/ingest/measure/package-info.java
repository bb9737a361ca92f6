/** What preparing a scan consists of, and a way to watch it without slowing it down. */
package dev.hybridmim.ingest.measure;
