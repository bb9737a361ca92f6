/**
 * The object store: big things live here, named by key.
 *
 * <p>Below the platform's bucket: {@code raw/} scans as they came, {@code volumes/<id>/} prepared
 * volumes, {@code snapshots/<run>/<step>/}, {@code reports/}. Every implementation passes the same
 * contract test.
 */
package dev.hybridmim.platform.store;
