/**
 * Child processes: each part of the platform is a JVM of its own, started, watched and stopped by
 * the launcher.
 *
 * <h2>What a child gets</h2>
 *
 * <ul>
 *   <li>its module's class path: {@code <module>/target/<artifact>.jar} and what {@code
 *       <module>/target/runtime.classpath} lists, passed in an argument file so that no command
 *       line is too long
 *   <li>a bounded heap, and an end at once when it is exhausted
 *   <li>{@code -Dhybridmim.parent=pipe} and a standard input that the launcher never writes to and
 *       holds open: when it ends, the child ends. That is how it is stopped, and how it notices a
 *       launcher that was killed
 *   <li>a logging configuration written by {@link dev.hybridmim.local.process.LoggingFile}: {@code
 *       logs/<name>.log}, rolled and bounded. What goes past the logger is in {@code
 *       logs/<name>.out}
 *   <li>secrets in its environment or in files that only the owner can read, never on its command
 *       line
 *   <li>deaf ears for Ctrl-C, hang-up and polite kills: a terminal or a service manager sends them
 *       to the launcher and all children at once, but the trainer's last snapshot still needs
 *       broker and store. The launcher alone decides the order in which things end
 * </ul>
 *
 * <p>A child that needs time to start tells it by writing a file in one step, its ready file; its
 * content is the child's answer, such as the address it listens on.
 */
package dev.hybridmim.local.process;
