package dev.hybridmim.evaluator.study;

/** Is told how a study goes on, in sentences. Called by several threads. */
@FunctionalInterface
public interface StudyProgress {
  void say(String sentence);
}
