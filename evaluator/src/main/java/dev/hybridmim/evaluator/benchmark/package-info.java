/**
 * What a step of fine-tuning and the segmentation of a volume cost, on noise.
 *
 * <p>Beside the published sizes stand the figures of MONAI 1.1 on PyTorch 1.13.1 with two threads
 * on two cores of an AMD EPYC (AVX2): sub-volumes of 96, 14 classes, Dice and cross-entropy, a
 * batch of two in fine-tuning and of one in inference. Compare processor seconds rather than wall
 * time when the machine differs.
 */
package dev.hybridmim.evaluator.benchmark;
