/**
 * The whole platform in one command: processes, home directory, command line.
 *
 * <ul>
 *   <li>{@link dev.hybridmim.local.command}: what a person types
 *   <li>{@link dev.hybridmim.local.run}: what {@code run} and {@code demo} do, from the first check
 *       to the last table
 *   <li>{@link dev.hybridmim.local.process}: child processes, started, watched and stopped
 *   <li>{@link dev.hybridmim.local.home}: the directory in which everything lies
 *   <li>{@link dev.hybridmim.local.broker}: the embedded Kafka broker
 *   <li>{@link dev.hybridmim.local.scans}: a directory of scans, put into the store and announced
 *   <li>{@link dev.hybridmim.local.view}: what is seen of a run, live and at the end
 *   <li>{@link dev.hybridmim.local.demo}: an archive of synthetic bodies
 * </ul>
 */
package dev.hybridmim.local;
