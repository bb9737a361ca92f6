/**
 * The command line, {@code hybridmim}.
 *
 * <table>
 * <caption>Commands</caption>
 * <tr><th>command</th><th>what it does</th></tr>
 * <tr><td>{@code run}</td><td>pre-trains on a directory of scans, and scores snapshots on a task</td></tr>
 * <tr><td>{@code demo}</td><td>the same on an archive of synthetic bodies that it makes first</td></tr>
 * <tr><td>{@code intake}</td><td>takes instances from a PACS, beside a run or alone</td></tr>
 * <tr><td>{@code status}</td><td>what a running or finished home holds</td></tr>
 * <tr><td>{@code train}</td><td>the trainer alone, at a Kafka and a store that run elsewhere</td></tr>
 * <tr><td>{@code export}</td><td>a snapshot's weights as a file for other software</td></tr>
 * <tr><td>{@code look}</td><td>pictures of what a snapshot makes of a scan</td></tr>
 * <tr><td>{@code task add | list}</td><td>registers labelled data on which snapshots are scored</td></tr>
 * <tr><td>{@code scores}</td><td>every scored snapshot, the best first</td></tr>
 * <tr><td>{@code champion show | history | rollback}</td><td>which snapshot is a task's best and why; the one before</td></tr>
 * <tr><td>{@code predict}</td><td>segments a scan with the network that was fine-tuned from a snapshot</td></tr>
 * <tr><td>{@code doctor}</td><td>whether this machine has what is needed</td></tr>
 * <tr><td>{@code put}</td><td>puts scans into the store and announces them</td></tr>
 * <tr><td>{@code rejects}</td><td>what was refused and why; announces it again after a fix</td></tr>
 * <tr><td>{@code catalogue}</td><td>which volumes there are, from which scans; withdraws a scan</td></tr>
 * <tr><td>{@code check}</td><td>reads every byte of the store and says what is damaged</td></tr>
 * <tr><td>{@code bench prepare}</td><td>what preparing a scan costs, stage by stage</td></tr>
 * <tr><td>{@code bench step}</td><td>what a step of pre-training costs, phase by phase</td></tr>
 * <tr><td>{@code bench learn}</td><td>how each term of the loss falls on a directory of scans</td></tr>
 * <tr><td>{@code samples peek}</td><td>draws the newest samples with their masks</td></tr>
 * <tr><td>{@code bench samples}</td><td>what samples cost, through Kafka, S3 and Flink</td></tr>
 * </table>
 *
 * <p>With {@code --json} standard output holds one JSON document and nothing else; its names are in
 * {@link dev.hybridmim.local.view} for the first three and in {@link
 * dev.hybridmim.local.command.Diagnosis} for {@code doctor}. Progress and problems go to standard
 * error.
 *
 * <table>
 * <caption>Exit codes</caption>
 * <tr><th>code</th><th>meaning</th></tr>
 * <tr><td>0</td><td>the job did what was asked</td></tr>
 * <tr><td>1</td><td>it did not; one sentence on standard error says why</td></tr>
 * <tr><td>2</td><td>the command line was not understood</td></tr>
 * <tr><td>130, 143</td><td>ended in order after Ctrl-C, or after a polite kill</td></tr>
 * </table>
 */
package dev.hybridmim.local.command;
