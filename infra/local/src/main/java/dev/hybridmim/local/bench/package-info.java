/**
 * Measurements that need the whole platform: its services and pipelines are started as a run starts
 * them, in a directory that is removed afterwards.
 */
package dev.hybridmim.local.bench;
