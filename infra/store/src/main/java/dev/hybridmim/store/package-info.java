/**
 * The embedded S3 server: S3Proxy over a directory of the local disk, as a process of its own.
 *
 * <p>It is a process of its own because its class path and the pipelines' can't live together, and
 * because a store should outlive what crashes beside it.
 *
 * <h2>How a process is started</h2>
 *
 * <table>
 * <caption>Options of {@code StoreMain}</caption>
 * <tr><th>option</th><th>meaning</th></tr>
 * <tr><td>{@code --directory=DIR}</td><td>where buckets and objects lie; made when it is not there</td></tr>
 * <tr><td>{@code --port=N}</td><td>the port on 127.0.0.1; 0, the default, takes a free one</td></tr>
 * <tr><td>{@code --ready-file=FILE}</td><td>written in one step when the server answers: its address and nothing else, as in
 * {@code http://127.0.0.1:40123}</td></tr>
 * </table>
 *
 * <p>Credentials come from the environment variables {@code HYBRIDMIM_S3_ACCESS_KEY} and {@code
 * HYBRIDMIM_S3_SECRET_KEY}, never from the command line, which other users of a machine can read.
 * When the address is ready it is also printed on standard output, after the word {@code ready}.
 *
 * <p>With the system property {@code hybridmim.parent=pipe} the process ends as soon as its
 * standard input ends, which is what happens to the pipe of a parent that is gone.
 *
 * <h2>What is kept</h2>
 *
 * A bucket is a directory, an object a file below it, its entity tag and metadata are extended
 * attributes of that file. What a put has acknowledged survives a kill of the process at any
 * moment. It is handed to the operating system, not forced onto the disk: after a loss of power the
 * last seconds may be missing.
 */
package dev.hybridmim.store;
