/**
 * Profiles: every setting of a run in one YAML file, read into immutable records.
 *
 * <p>The built-in profiles are the resources {@code profiles/laptop.yaml}, {@code
 * profiles/demo.yaml}, {@code profiles/paper-unet.yaml} and {@code profiles/paper-swin.yaml}; they
 * document every key. A user copies one, edits it and names the file. Every key must be present,
 * unknown keys are refused, and so is a value out of its bounds, each by a sentence that names the
 * key.
 */
package dev.hybridmim.platform.profile;
