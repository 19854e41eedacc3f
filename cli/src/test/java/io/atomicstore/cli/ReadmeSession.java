package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the README shows of a terminal, in the block below a mark. */
final class ReadmeSession {

  private static final Path README = Path.of("..", "README.md");

  /** In the place of what is left out. */
  private static final String ANYTHING = "…";

  /** What differs from run to run: event ids, times, and ports. */
  private static final Pattern VARYING =
      Pattern.compile(
          "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
              + "|\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"
              + "|(?<=127\\.0\\.0\\.1:)\\d+");

  /**
   * A command, and what it prints.
   *
   * @param line without the {@code &} of a command that goes on in the background
   * @param output the lines that it prints; none says nothing of them
   */
  record Step(String line, boolean isInBackground, List<String> output) {

    /** Whether this is what the README shows. */
    void assertPrinted(List<String> printed) {
      if (output.isEmpty()) {
        return;
      }
      assertThat(printed).as(line).hasSameSizeAs(output);
      for (int i = 0; i < output.size(); i++) {
        assertThat(printed.get(i)).as(line).matches(pattern(output.get(i)));
      }
    }

    private static Pattern pattern(String shown) {
      StringBuilder pattern = new StringBuilder();
      for (String literal : VARYING.matcher(shown).replaceAll(ANYTHING).split(ANYTHING, -1)) {
        pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
      }
      return Pattern.compile(pattern.toString());
    }
  }

  private ReadmeSession() {}

  /**
   * The block below {@code <!-- mark -->}: either commands behind {@code $}, with what they print,
   * or lines that are commands alone.
   */
  static List<Step> below(String mark) throws IOException {
    String shown = blockBelow(mark).replaceAll("\\\\\\n *", "");
    String prompt = shown.startsWith("$ ") ? "$ " : "";
    List<Step> steps = new ArrayList<>();
    for (String step : ("\n" + shown).split("\n" + Pattern.quote(prompt), -1)) {
      if (!step.isEmpty()) {
        steps.add(step(step.lines().toList()));
      }
    }
    return steps;
  }

  /** What is between the fences below {@code <!-- mark -->}. */
  static String blockBelow(String mark) throws IOException {
    Matcher block =
        Pattern.compile("<!-- " + mark + " -->\\n```[a-z]*\\n(.*?)\\n```", Pattern.DOTALL)
            .matcher(Files.readString(README));
    assertThat(block.find()).as("a block below %s", mark).isTrue();
    return block.group(1);
  }

  private static Step step(List<String> lines) {
    String line = lines.get(0);
    return new Step(
        line.replaceFirst(" &$", ""), line.endsWith(" &"), lines.subList(1, lines.size()));
  }
}
