/**
 * De-identification of DICOM objects: the Basic Application Level Confidentiality Profile of PS3.15
 * annex E, with the options Clean Descriptors, Retain Device Identity and Retain Longitudinal
 * Temporal Information with Modified Dates.
 *
 * <h2>The table</h2>
 *
 * {@code confidentiality-profile.txt} holds what table E.1-1 says (edition of January 2025), a line
 * for each attribute: tag, basic profile, the three options' changes, keyword. {@link
 * dev.hybridmim.ingest.intake.deidentify.ConfidentialityTable} reads it.
 *
 * <h2>Which treatment wins</h2>
 *
 * <ol>
 *   <li>Modified dates ({@code C}): dates move by the subject's own number of days, times of day
 *       stay. Before "keep" of another option, since it keeps less.
 *   <li>Device identity: {@code K} keeps the value, less the words that identify the patient
 *       elsewhere in the same object; {@code C} cleans it.
 *   <li>Clean descriptors ({@code C}): see below; what nothing is left of falls to the basic
 *       profile.
 *   <li>Basic profile. Where the table leaves a choice that depends on the attribute's type in an
 *       information object, the treatment is taken that is right for every type: {@code X/Z}
 *       empties, {@code X/D}, {@code Z/D} and {@code X/Z/D} put a dummy, {@code X/Z/U*} keeps the
 *       sequence with its UIDs remapped.
 * </ol>
 *
 * <h2>What the table does not name</h2>
 *
 * Nothing is kept for being unknown. Attributes that PS3.6 does not know are removed, private ones
 * too unless allow-listed. Names of persons are removed, texts cleaned, coded strings kept when
 * they are known terms, decimal and integer strings when they are numbers, dates shifted, UIDs
 * remapped unless they are the standard's own, other bytes removed but for pixels and lookup
 * tables. All this holds at every depth of sequences.
 *
 * <h2>Cleaning text</h2>
 *
 * A text keeps the words of {@code descriptor-words.txt} and numbers of at most three digits before
 * the point, with or without a unit from that list; everything else is left out. An allow list errs
 * on the side of losing a word. The result is plain ASCII, and so the character set is removed.
 *
 * <h2>Keyed values</h2>
 *
 * Everything below is HMAC-SHA-256 under the site's secret, so that the same value gives the same
 * result and nobody without the secret can go back or test a guess. UIDs become {@code 2.25.} and
 * 128 bits; the patient's id and name become the subject's pseudonym; the shift is 366 to 3,652
 * days back, one for each subject. A subject is known by patient id and issuer; without a patient
 * id by name and birth date; without these by its study.
 */
package dev.hybridmim.ingest.intake.deidentify;
