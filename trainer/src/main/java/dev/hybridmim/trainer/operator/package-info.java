/**
 * The operators that DJL's PyTorch engine lacks, in one place.
 *
 * <p>They are TorchScript functions, kept as readable source in the resource {@code operators.txt}
 * beside this package. {@link dev.hybridmim.trainer.operator.Operators} packs the source into a
 * TorchScript archive in memory (no Python, no file), loads it once and offers one typed Java
 * method for each function. Arrays are passed as arguments, so the archive has no state, and
 * gradients flow through every function that is differentiable.
 *
 * <h2>The archive</h2>
 *
 * A zip whose entries are stored uncompressed, all under one folder:
 *
 * <table>
 * <caption>Entries</caption>
 * <tr><th>entry</th><th>content</th></tr>
 * <tr><td>{@code data.pkl}</td><td>pickle of one object of class {@code __torch__.Operators} whose only field is {@code training}</td></tr>
 * <tr><td>{@code constants.pkl}</td><td>pickle of an empty tuple</td></tr>
 * <tr><td>{@code code/__torch__.py}</td><td>the class with its functions</td></tr>
 * <tr><td>{@code version}</td><td>the format's version, 10</td></tr>
 * </table>
 *
 * <h2>Gradients</h2>
 *
 * PyTorch records gradients per thread. {@link dev.hybridmim.trainer.operator.GradientMode}
 * switches that on or off for a block of code; operators and DJL's own array methods both follow
 * it.
 *
 * <h2>Native memory</h2>
 *
 * A result is attached to the manager of the first array argument, by convention the activation and
 * never a parameter. Closing the result early frees what the backward pass does not need.
 */
package dev.hybridmim.trainer.operator;
