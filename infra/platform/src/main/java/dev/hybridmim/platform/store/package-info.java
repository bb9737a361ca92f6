/**
 * The object store: big things live here, named by key.
 *
 * <p>Below the platform's bucket: {@code raw/} scans as they came, {@code quarantine/} instances
 * that the intake took and will not pass on (nobody lists or prepares them), {@code volumes/<id>/}
 * prepared volumes, {@code snapshots/<run>/<step>/}, {@code reports/}. Every implementation passes
 * the same contract test.
 */
package dev.hybridmim.platform.store;
