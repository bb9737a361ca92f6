/**
 * What a step of pre-training costs. The measured steps run in a Java process of their own, so that
 * its peak of resident memory is the step's and nothing else's.
 */
package dev.hybridmim.trainer.benchmark;
