package dev.hybridmim.evaluator.task;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Tells from a file name whose image it is: a pattern whose first group is the subject. */
final class SubjectRule {
  private Pattern pattern;
  private String problem;

  /**
   * @param text of the pattern; empty: every file is a subject of its own
   */
  SubjectRule(String text) {
    if (text.isEmpty()) {
      return;
    }
    try {
      pattern = Pattern.compile(text);
      if (pattern.matcher("").groupCount() < 1) {
        problem = "the key `subjectPattern` needs a group in brackets that is the subject";
        pattern = null;
      }
    } catch (PatternSyntaxException exception) {
      problem = "the key `subjectPattern` is no regular expression: " + exception.getDescription();
    }
  }

  /** What is wrong with the pattern. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Empty when the name doesn't match. */
  Optional<String> subjectOf(String fileName) {
    if (pattern == null) {
      return Optional.of(fileName);
    }
    Matcher matcher = pattern.matcher(fileName);
    return matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
  }
}
