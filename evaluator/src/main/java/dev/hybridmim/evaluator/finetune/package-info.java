/**
 * Fine-tuning a segmentation network on a task's training cases and scoring it on the held-back
 * ones.
 *
 * <p>Pre-trained and from scratch differ in nothing but the values that the network's parameters
 * begin with: the same seed draws the same crops in the same order, and fresh parameters begin with
 * the same values in both.
 *
 * <h2>Recipe</h2>
 *
 * <ul>
 *   <li>A step sees a batch of crops as large as the pre-training's sub-volumes. A crop's case is
 *       drawn uniformly; half of the crops are centred on a voxel of a class drawn uniformly from
 *       those in the case, the others lie anywhere. Crops stay inside the image where it is large
 *       enough and are padded with zeros (background) where it is not. Each crop is mirrored left
 *       to right with probability one half: the mirror image of a patient is a possible patient,
 *       which it isn't along the other axes.
 *   <li>Loss: soft Dice over all classes plus cross-entropy, equal weights; where classes overlap
 *       each is a sigmoid of its own.
 *   <li>A task of several channels gets a network of as many: pre-trained input layers are repeated
 *       and scaled, see {@code StemAdaptation}.
 *   <li>AdamW; the learning rate rises over the first tenth of the steps and falls to zero along
 *       half a cosine.
 *   <li>Of pre-trained weights the whole network is taken over or the encoder alone ({@code
 *       evaluator.transfer}); the last layer always begins afresh.
 *   <li>With an early stop ({@code evaluator.earlyStop}) some subjects of the training cases are
 *       set aside. The network segments them every few steps as it does held-back cases; when their
 *       mean Dice has not risen for a while training ends, and the weights of the first highest
 *       Dice are scored. The schedule of the learning rate knows nothing of it. Which cases are set
 *       aside follows from the seed of the division, so that it is the same for every network.
 *   <li>Every draw is a function of (seed, step, place in the batch).
 * </ul>
 *
 * <p>A step depends on its number and on the learner's state alone, so a fine-tuning can go on from
 * {@link dev.hybridmim.evaluator.finetune.FineTuningCheckpoint}.
 */
package dev.hybridmim.evaluator.finetune;
