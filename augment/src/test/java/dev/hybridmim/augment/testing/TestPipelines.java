package dev.hybridmim.augment.testing;

import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestPipeline;

/** Pipelines on the direct runner, outside JUnit 4's rules. */
public final class TestPipelines {
  private TestPipelines() {}

  public static TestPipeline create() {
    return create(1);
  }

  /** With so many workers. */
  public static TestPipeline create(int workers) {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setTargetParallelism(workers);
    return TestPipeline.fromOptions(options).enableAbandonedNodeEnforcement(false);
  }
}
