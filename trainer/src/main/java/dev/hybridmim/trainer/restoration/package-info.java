/**
 * Damages sub-volumes for the objective {@code restoration}, as Models Genesis does (Zhou, Sodha,
 * Pang, Gotway, Liang, Medical Image Analysis 2021, arXiv 2004.07882): the network is to restore
 * what was there before.
 *
 * <p>In this order, each with its probability, drawn anew for every sample:
 *
 * <table>
 * <caption>Kinds of damage</caption>
 * <tr><th>damage</th><th>probability</th><th>what is done</th></tr>
 * <tr><td>{@link dev.hybridmim.trainer.restoration.LocalShuffling}</td><td>0.5</td><td>voxels change places inside many small boxes</td></tr>
 * <tr><td>{@link dev.hybridmim.trainer.restoration.IntensityCurve}</td><td>0.9</td><td>intensities go through a one-to-one curve, rising or falling</td></tr>
 * <tr><td>{@link dev.hybridmim.trainer.restoration.Painting}</td><td>0.9</td><td>boxes are painted over (one time in five), or all but a few boxes</td></tr>
 * </table>
 *
 * <p>Flips, the published method's fourth change, are the samples' own augmentation. Channels share
 * boxes and shuffling and have a curve each. Everything is drawn from one seed a sample: {@code
 * derive(trainer.seed, 3, step, place in the batch)}, all of which a snapshot and its ledger hold.
 */
package dev.hybridmim.trainer.restoration;
