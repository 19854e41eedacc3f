package io.atomicstore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** One run of {@code atomic-store} in this process, for tests. */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(Object... arguments) {
    return withInput(new byte[0], arguments);
  }

  /** With something on standard input. */
  static CommandRun withInput(byte[] input, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    Console console =
        new Console(
            new ByteArrayInputStream(input),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            false);
    int exitCode = AtomicStoreCommand.run(console, texts);
    return new CommandRun(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  boolean endedWith(ExitCode expected) {
    return exitCode == expected.code();
  }

  /** Standard output, which must be one JSON object and nothing else. */
  JsonNode json() {
    return parse(out);
  }

  /** Standard output, each line of which must be one JSON object. */
  List<JsonNode> jsonLines() {
    return out.lines().map(CommandRun::parse).toList();
  }

  /** Standard error, which must be one JSON object and nothing else. */
  JsonNode jsonError() {
    return parse(err);
  }

  private static JsonNode parse(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("expected JSON, found '" + text + "'", e);
    }
  }

  /** A file of the test's resources. */
  static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(CommandRun.class.getResource("/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
