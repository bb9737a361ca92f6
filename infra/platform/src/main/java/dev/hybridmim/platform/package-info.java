/**
 * What crosses a boundary between the parts of HybridMIM Stream: topics and their messages, the
 * object store, configuration, and the few definitions that two parts must read alike. No Beam, no
 * DJL.
 */
package dev.hybridmim.platform;
