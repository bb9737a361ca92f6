/**
 * What preparing a scan costs: {@code hybridmim bench prepare}.
 *
 * <p>The same code as in the pipeline runs on one scan, again and again, and is watched: once until
 * the compiler has seen it, then for time, then for memory.
 *
 * <ul>
 *   <li>CPU seconds of the whole are the process's, with its compiler and its garbage collector;
 *       those of a stage are the working thread's.
 *   <li>Peak memory is the Java heap's above what was in use before: the largest sum of its pools'
 *       peaks, with garbage collected where a stage begins, so garbage that a stage itself leaves
 *       counts. Not in it: the JVM itself, and some MiB of zlib and Zstandard.
 *   <li>Decoded bytes are those of the decoded voxels: 2 bytes each where the file holds integers
 *       of up to 16 bits, else 4.
 * </ul>
 */
package dev.hybridmim.ingest.bench;
