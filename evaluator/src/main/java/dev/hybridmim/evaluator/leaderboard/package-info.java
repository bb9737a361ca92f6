/** Every stored score of every snapshot, best first, read from the object store alone. */
package dev.hybridmim.evaluator.leaderboard;
