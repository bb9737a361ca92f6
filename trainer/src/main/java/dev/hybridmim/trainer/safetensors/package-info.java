/** Arrays in files: a reader and a writer of the safetensors format. */
package dev.hybridmim.trainer.safetensors;
