/**
 * What {@code run} and {@code demo} do, from the first check to the last table.
 *
 * <ol>
 *   <li>Everything that can be checked is checked before anything is started or written: profile,
 *       directories, task.
 *   <li>The home is taken; store and broker start, unless others are named; topics and bucket are
 *       made.
 *   <li>The task's held-back images are excluded on topic {@code volumes}, before the first scan is
 *       announced.
 *   <li>INGEST, AUGMENT, EVALUATOR and TRAINER start, scans are put and announced, progress is
 *       shown.
 *   <li>Training ends at its bound (or at Ctrl-C): the trainer is stopped first and writes its last
 *       snapshot. With a time bound the run then waits until the last snapshot is scored and every
 *       scan is decided.
 *   <li>The pipelines, broker and store are stopped in this order, each within a bound.
 * </ol>
 *
 * <p>A run succeeds only when it did what was asked: at least one scan prepared and none left
 * undecided, at least one step trained, and with a task the last snapshot, or the wanted number of
 * snapshots, scored.
 */
package dev.hybridmim.local.run;
