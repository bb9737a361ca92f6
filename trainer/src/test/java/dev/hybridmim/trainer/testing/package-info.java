/**
 * The trainer's surroundings in tests: a Kafka broker, a pipeline that answers tickets, an S3
 * server, the trainer as a process.
 */
package dev.hybridmim.trainer.testing;
