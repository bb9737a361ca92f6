/**
 * DICOM objects, read and written.
 *
 * <h2>Model</h2>
 *
 * <p>A {@link dev.hybridmim.ingest.dicom.DataSet} is an immutable map from tags to {@link
 * dev.hybridmim.ingest.dicom.Element}s: values (bytes), sequences (items, data sets themselves) and
 * encapsulated pixels (offset table and fragments). Private elements are kept as they are, and
 * {@code privateCreator} says whose they are. Numbers are little-endian in memory.
 *
 * <h2>What is read</h2>
 *
 * <ul>
 *   <li>Files of PS3.10: preamble, {@code DICM}, file meta information, data set; also without
 *       preamble and mark when the file begins with the meta information. Group lengths are not
 *       believed.
 *   <li>Bare data sets of a given {@link dev.hybridmim.ingest.dicom.TransferSyntax}.
 *   <li>Implicit and explicit VR little-endian, explicit VR big-endian, deflated; and every
 *       encapsulated syntax (explicit VR little-endian by the standard), also one that is not
 *       known: then attributes and fragments can be read and the pixels not.
 *   <li>Defined and undefined lengths; sequences that hide in unknown elements ({@code UN}, then in
 *       implicit VR); representations of later editions, as {@code UN}; odd lengths; elements out
 *       of order; zeros behind the end.
 *   <li>The representation of an element without one comes from PS3.6, edition of January 2025.
 *   <li>Text in the specific character sets of PS3.3 C.12.1.1.2, with the escapes of ISO 2022.
 * </ul>
 *
 * <p>Dropped on reading: lengths of groups other than 0002 (retired) and trailing padding.
 *
 * <h2>What is refused</h2>
 *
 * <p>With a {@link dev.hybridmim.ingest.dicom.DicomException} that names the problem and the path
 * of tags, and never a value: lengths that reach beyond what they lie in, open lengths of anything
 * but sequences and pixels, delimiters in wrong places, an element twice in one data set, nesting,
 * elements and bytes beyond the {@link dev.hybridmim.ingest.dicom.DicomLimits}.
 *
 * <h2>What is written</h2>
 *
 * <p>The same syntaxes; sequences with undefined lengths; compressed fragments verbatim. What is
 * written reads back equal, up to the byte that makes an odd value even; in implicit VR private
 * elements come back as {@code UN}.
 *
 * <p>Source: DICOM PS3.3, PS3.5, PS3.6 and PS3.10.
 */
package dev.hybridmim.ingest.dicom;
