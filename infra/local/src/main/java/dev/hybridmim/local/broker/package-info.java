/**
 * The embedded Kafka broker: KRaft, broker and controller in one JVM, on loopback ports.
 *
 * <table>
 * <caption>Options of {@code BrokerMain}</caption>
 * <tr><th>option</th><th>meaning</th></tr>
 * <tr><td>{@code --directory=DIR}</td><td>Kafka's log directory; formatted at the first start</td></tr>
 * <tr><td>{@code --port=N}</td><td>for clients, on 127.0.0.1</td></tr>
 * <tr><td>{@code --controller-port=N}</td><td>for the broker itself, on 127.0.0.1</td></tr>
 * <tr><td>{@code --ready-file=FILE}</td><td>written in one step when the broker answers a client: its {@code host:port}</td></tr>
 * </table>
 *
 * <p>Both listeners want a user and a password (SASL/PLAIN; not encrypted, which on loopback nobody
 * overhears). They come from the environment variables {@code HYBRIDMIM_KAFKA_USER} and {@code
 * HYBRIDMIM_KAFKA_PASSWORD}; broker and controller use the same among themselves.
 *
 * <p>The log survives a kill at any moment: at the next start Kafka recovers what was not flushed.
 * Its memory is bounded by the heap it is given (512 MiB are enough) and the 16 MiB of the log
 * cleaner; its disk by the topics' retention, see the platform's {@code topic} package.
 */
package dev.hybridmim.local.broker;
