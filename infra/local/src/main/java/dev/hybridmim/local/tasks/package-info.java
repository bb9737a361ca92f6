/**
 * The labelled tasks of a home: {@code tasks/<name>/dataset.json} in the format of {@code
 * dev.hybridmim.evaluator.task}, whose {@code root} says where the data lie. {@code hybridmim task
 * add} writes one when every file of the data set was found sound; {@code run} scores on all of
 * them.
 */
package dev.hybridmim.local.tasks;
