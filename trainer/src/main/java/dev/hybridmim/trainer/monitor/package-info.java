/**
 * What the trainer shows of itself while it runs, beside its log: TensorBoard event files and
 * Prometheus metrics. Nothing here names a patient, a scan, a volume or a sample.
 *
 * <h2>TensorBoard</h2>
 *
 * <p>{@link dev.hybridmim.trainer.monitor.EventFile} writes files that TensorBoard opens ({@code
 * tensorboard --logdir DIR/tensorboard}). A file is a sequence of records:
 *
 * <pre>
 * record = length crc data crc
 * length = unsigned 64-bit little-endian: bytes of data
 * crc    = unsigned 32-bit little-endian: masked CRC-32C of the bytes of length, of data
 * data   = a protobuf message tensorflow.Event
 *
 * mask(c) = rotate right by 15 bits(c) + 0xa282ead8, modulo 2^32
 *
 * Event   { double wall_time = 1;  int64 step = 2;
 *           string file_version = 3 | Summary summary = 5 | SessionLog session_log = 7; }
 * Summary { repeated Value value = 1; }    Value { string tag = 1; float simple_value = 2; }
 * SessionLog { enum status = 1; }          1: START
 * </pre>
 *
 * <p>The first event of a file names the version {@code brain.Event:2}; the second is a session's
 * START at the step that comes next, upon which TensorBoard drops what earlier files say of that
 * step and later ones. So a run that was killed and makes steps again shows each of them once.
 *
 * <table>
 * <caption>Tags</caption>
 * <tr><th>tag</th><th>value</th></tr>
 * <tr><td>{@code loss/total}</td><td>weighted sum of the terms</td></tr>
 * <tr><td>{@code loss/reconstruction}, {@code number}, {@code position}, {@code consistency}, {@code contrast}, {@code rotation}</td><td>each term, unweighted; 0 for one that the objective has not</td></tr>
 * <tr><td>{@code optimizer/learning_rate}, {@code optimizer/gradient_norm}</td><td>the norm is that before clipping</td></tr>
 * <tr><td>{@code throughput/samples_per_second}, {@code throughput/wait_seconds}, {@code throughput/step_seconds}</td><td>waiting for samples is part of the first</td></tr>
 * <tr><td>{@code guards/skipped_steps}</td><td>steps since the run began whose loss or gradient was not finite</td></tr>
 * </table>
 *
 * <p>Values that are not finite are left out of a step's event.
 *
 * <h2>Prometheus</h2>
 *
 * <p>{@link dev.hybridmim.trainer.monitor.MetricsEndpoint} answers {@code GET /metrics} on the
 * loopback address in Prometheus' text format (or OpenMetrics, if asked for). Counters begin at the
 * numbers of the run, not of the process: they go on where the snapshot was.
 *
 * <table>
 * <caption>Metrics</caption>
 * <tr><th>name</th><th>kind</th><th>meaning</th></tr>
 * <tr><td>{@code hybridmim_trainer_step}</td><td>gauge</td><td>the last step</td></tr>
 * <tr><td>{@code hybridmim_trainer_samples_trained}</td><td>gauge</td><td>since the run began</td></tr>
 * <tr><td>{@code hybridmim_trainer_steps_total}</td><td>counter</td><td>steps of this process</td></tr>
 * <tr><td>{@code hybridmim_trainer_skipped_steps}</td><td>gauge</td><td>steps since the run began that changed nothing</td></tr>
 * <tr><td>{@code hybridmim_trainer_loss{term="total|reconstruction|..."}}</td><td>gauge</td><td>of the last step; NaN when it was not finite</td></tr>
 * <tr><td>{@code hybridmim_trainer_learning_rate}, {@code hybridmim_trainer_gradient_norm}</td><td>gauge</td><td>of the last step</td></tr>
 * <tr><td>{@code hybridmim_trainer_samples_per_second}</td><td>gauge</td><td>of the last step, waiting included</td></tr>
 * <tr><td>{@code hybridmim_trainer_step_seconds}, {@code hybridmim_trainer_wait_seconds}</td><td>summary (sum and count)</td><td>computing and waiting for samples, a step</td></tr>
 * <tr><td>{@code hybridmim_trainer_snapshot_step}, {@code hybridmim_trainer_snapshot_timestamp_seconds}</td><td>gauge</td><td>the last snapshot; 0 before the first of this process</td></tr>
 * <tr><td>{@code hybridmim_trainer_info{run, version, profile}}</td><td>info</td><td>always 1</td></tr>
 * </table>
 */
package dev.hybridmim.trainer.monitor;
