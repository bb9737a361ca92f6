/**
 * What is kept of a scoring, as JSON in the object store and as messages on topic {@code scores}.
 *
 * <table>
 * <caption>Objects</caption>
 * <tr><th>key</th><th>content</th></tr>
 * <tr><td>{@code reports/scores/<run>/<step>/<task>.json}</td><td>{@link dev.hybridmim.evaluator.report.ScoreReport}: snapshot against
 *     scratch, for the profile's own label fraction, first fold and seed</td></tr>
 * <tr><td>{@code reports/scores/<run>/<step>/<task>/f<fraction>-k<fold>-s<seed>.json}</td><td>the same for every other piece of
 *     work</td></tr>
 * <tr><td>{@code reports/refusals/<run>/<step>/<task>[/<item>].json}</td><td>{@link dev.hybridmim.evaluator.report.RefusalReport}: why
 *     there is no score</td></tr>
 * <tr><td>{@code reports/baselines/<digest>.json}</td><td>{@link dev.hybridmim.evaluator.report.BaselineReport}: the network trained
 *     from scratch; the digest covers all that it depends on, see {@link dev.hybridmim.evaluator.report.SettingsDigest}</td></tr>
 * </table>
 *
 * <p>Every held-back case is kept with its Dice, HD95, surface Dice and volume difference for each
 * class, named by its place in the task's description. Networks and champions: see {@code
 * dev.hybridmim.evaluator.network} and {@code dev.hybridmim.evaluator.champion}.
 *
 * <p>A number that is undefined (a metric without a case in which it is defined) is absent in JSON
 * and NaN in messages.
 */
package dev.hybridmim.evaluator.report;
