package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.trainer.operator.Operators;

/** Backbone and heads with their parameters. */
public final class PretrainingNetwork implements AutoCloseable {
  private final Operators operators;
  private final ParameterMap parameters;
  private final Backbone backbone;
  private final Heads heads;
  private final int regionCells;

  /**
   * Builds the network for samples divided like {@code grid}.
   *
   * @throws IllegalArgumentException when a region is no multiple of the coarsest stride
   */
  public PretrainingNetwork(
      Operators operators, NDManager manager, NetworkProfile profile, RegionGrid grid, long seed) {
    this(operators, manager, profile, grid, seed, false);
  }

  /**
   * {@link #PretrainingNetwork(Operators, NDManager, NetworkProfile, RegionGrid, long)} with or
   * without a head that says how far a sample was turned.
   */
  public PretrainingNetwork(
      Operators operators,
      NDManager manager,
      NetworkProfile profile,
      RegionGrid grid,
      long seed,
      boolean rotation) {
    this.operators = operators;
    this.parameters = new ParameterMap(manager, operators);
    this.backbone = Backbones.create(operators, parameters, profile, profile.inputChannels(), seed);
    this.heads =
        new Heads(
            operators,
            parameters,
            backbone.coarsestChannels(),
            grid.patchesPerRegion(),
            profile.contrastDimension(),
            seed);
    if (rotation) {
      heads.declareRotation(grid.regions(), backbone.coarsestChannels(), seed);
    }
    if (grid.regionEdge() % backbone.coarsestStride() != 0) {
      throw new IllegalArgumentException(
          "The region edge "
              + grid.regionEdge()
              + " is no multiple of the network's coarsest stride "
              + backbone.coarsestStride());
    }
    this.regionCells = grid.regionEdge() / backbone.coarsestStride();
  }

  /** The encoder and decoder. */
  public Backbone backbone() {
    return backbone;
  }

  /** The heads on region vectors. */
  public Heads heads() {
    return heads;
  }

  /** All weights. */
  public ParameterMap parameters() {
    return parameters;
  }

  /** One vector a region, (N, R, C). */
  public NDArray regionVectors(Pyramid pyramid) {
    return operators.regionVectors(pyramid.coarsest(), regionCells);
  }

  @Override
  public void close() {
    parameters.close();
  }
}
