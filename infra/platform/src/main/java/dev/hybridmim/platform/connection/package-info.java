/**
 * Where a running platform's Kafka and object store are, and how to sign in.
 *
 * <p>The launcher writes one connection file (JSON, readable by its owner only) and every process
 * reads it:
 *
 * <pre>{@code
 * {
 *   "kafka": {"bootstrapServers": "127.0.0.1:40123", "clientProperties": {"security.protocol": "SASL_PLAINTEXT", ...}},
 *   "store": {"endpoint": "http://127.0.0.1:40124", "region": "us-east-1", "bucket": "hybridmim",
 *             "accessKey": "...", "secretKey": "..."},
 *   "siteSecret": "..."
 * }
 * }</pre>
 *
 * <p>{@code siteSecret} keys the pseudonyms of patients, studies and series; it may be left away,
 * and then the store's secret key does. Another secret gives the same patient another pseudonym.
 *
 * <p>Secrets never appear in {@code toString}, and so not in logs.
 */
package dev.hybridmim.platform.connection;
