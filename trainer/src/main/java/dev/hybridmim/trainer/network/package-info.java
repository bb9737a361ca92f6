/**
 * Networks: two backbones behind one interface, the heads of pre-training, and segmentation.
 *
 * <p>A {@link dev.hybridmim.trainer.network.Backbone} turns a volume into a pyramid of features and
 * rebuilds a box of it. All weights lie in a {@link dev.hybridmim.trainer.network.ParameterMap}
 * under the names of the published models, so that weights travel both ways.
 *
 * <p>Every result hangs on the manager of the input volume; a caller gives a step's input a manager
 * of its own and closes it after the step. The networks themselves close what only they need.
 */
package dev.hybridmim.trainer.network;
