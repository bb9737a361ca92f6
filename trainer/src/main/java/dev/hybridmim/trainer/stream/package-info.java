/**
 * Demand and samples: every sample of a run exactly once and always in the same order.
 *
 * <h2>Flow</h2>
 *
 * <p>A run's samples are numbered by (ticket, ordinal), see {@link
 * dev.hybridmim.trainer.stream.SampleId}; that is the order of training, whatever the order of
 * arrival. {@link dev.hybridmim.trainer.stream.KafkaSampleStream} publishes tickets to {@code
 * demand}, reads {@code samples} and hands out batches:
 *
 * <ol>
 *   <li>The <em>window</em> are the tickets from the one that is being trained on, as many as the
 *       profile's {@code ticketsInFlight}. Each is issued when it enters the window, and not before
 *       the catalogue holds a volume. Its seed is {@code derive(trainer.seed, ticket)}, its
 *       catalogue position one more than the offset of the last record of {@code volumes} that was
 *       seen just before. Which volumes are fresh to it is in {@link
 *       dev.hybridmim.trainer.stream.FreshWindow}; the ticket says so, and the first one of a
 *       number that is in {@code demand} counts.
 *   <li>A sample that arrives is checked and kept if its ticket is in the window. One that was
 *       handed out, or is kept already, or belongs to another run, or was never asked for, is
 *       dropped. One of a ticket behind the window (there are such after a restart) is not kept:
 *       its offset is remembered and the partition is read again from there when the window has
 *       come to it.
 *   <li>A sample that fails its CRC-32C or does not have the ticket's shape is never handed out: it
 *       goes to {@code rejects} and its ticket is asked again. After {@value
 *       dev.hybridmim.trainer.stream.KafkaSampleStream#MOST_DAMAGED_COPIES} such copies of one
 *       sample the stream fails.
 *   <li>A ticket of the window of which nothing has arrived for a while is asked again, with the
 *       same bytes; the pause doubles each time, up to sixteenfold. The answer to a ticket is
 *       deterministic, so asking twice is always safe.
 * </ol>
 *
 * <p>Batches are cut from the front of the order only when all their samples are there. Nothing but
 * the tickets decides what a batch holds.
 *
 * <h2>Going on after a stop</h2>
 *
 * <p>Each batch carries the {@link dev.hybridmim.trainer.stream.StreamPosition} behind it. A stream
 * that is opened at a position reads the tickets that were issued from there on, by whichever life
 * of the run, and uses exactly those. There are never two different tickets with the same number:
 * tickets are published in transactions under an id that is the run's, so that a process that opens
 * the run's stream first shuts out every other one that still has it open; the newcomer then reads
 * the topic as it is, aborted transactions included (readers that do not ask for committed records
 * have seen them), and takes the first ticket of each number for the issued one.
 *
 * <p>Offsets that no longer exist (the topic is trimmed, or new) are no error: reading begins at
 * the earliest record, and what is missing is asked again.
 *
 * <h2>Memory</h2>
 *
 * <p>At most {@code ticketsInFlight * samplesPerTicket} samples are kept, as they arrived (1.8 MB
 * for a 96-cube, less when compressed); the client adds up to {@value
 * dev.hybridmim.trainer.stream.KafkaSampleStream#FETCH_MEBIBYTES} MiB a partition, the batch two
 * bytes a voxel outside the heap, the catalogue about 300 bytes a volume.
 *
 * <h2>Reasons in topic {@code rejects}</h2>
 *
 * <p>Stage {@code trainer}, reference {@code run/ticket/ordinal} (or {@code
 * samples/partition/offset} when the record cannot be read): {@code damaged} (CRC-32C), {@code
 * wrong-shape}, {@code undecodable}, {@code unreadable}.
 */
package dev.hybridmim.trainer.stream;
