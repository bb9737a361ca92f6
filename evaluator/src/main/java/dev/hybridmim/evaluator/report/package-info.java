/**
 * What is kept of a scoring, as JSON in the object store and as messages on topic {@code scores}.
 *
 * <table>
 * <caption>Objects</caption>
 * <tr><th>key</th><th>content</th></tr>
 * <tr><td>{@code reports/scores/<run>/<step>/<task>.json}</td><td>{@link dev.hybridmim.evaluator.report.ScoreReport}: snapshot against
 *     scratch</td></tr>
 * <tr><td>{@code reports/baselines/<digest>.json}</td><td>{@link dev.hybridmim.evaluator.report.BaselineReport}: the network trained
 *     from scratch; the digest covers all that it depends on, see {@link dev.hybridmim.evaluator.report.SettingsDigest}</td></tr>
 * </table>
 *
 * <p>A number that is undefined (a metric without a case in which it is defined) is absent in JSON
 * and NaN in messages.
 */
package dev.hybridmim.evaluator.report;
