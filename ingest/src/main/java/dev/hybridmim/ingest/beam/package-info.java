/**
 * What the platform's Beam pipelines share: reading and writing the platform's topics, Protobuf
 * messages as elements, and the runner's settings.
 *
 * <p>Delivery: a topic is read with a fixed consumer group whose offsets are committed when a
 * checkpoint is complete, so a pipeline that starts without saved state goes on where its last
 * complete checkpoint was and repeats what came after it. Results are idempotent by their keys; at
 * least once is then enough. Credentials are put into the clients where they run and are never part
 * of the pipeline's options or display data.
 */
package dev.hybridmim.ingest.beam;
