/**
 * Finds scans that lie in the store and were never announced: a notification was lost, or the store
 * sends none.
 *
 * <p>Every interval the objects below {@code raw/} are listed and compared with what topic {@code
 * scans} has announced, by key and entity tag. What was not announced, and was not at the look
 * before either (whoever puts an object announces it a moment later), is announced as {@code
 * s3:ObjectCreated:Put}. Memory: some hundred bytes for each announced object and each that waits
 * for its second look. What ingest itself writes below {@code raw/series/} is no scan and is passed
 * over.
 */
package dev.hybridmim.ingest.reconcile;
