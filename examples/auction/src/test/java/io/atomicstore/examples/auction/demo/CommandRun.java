package io.atomicstore.examples.auction.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** One run of {@code atomic-store} in this process, for tests. */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    int exitCode =
        AtomicStoreCommand.run(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, texts);
    return new CommandRun(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Standard output, which must be JSON and nothing else. */
  JsonNode json() {
    try {
      return new ObjectMapper().readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("expected JSON, found '" + out + "'", e);
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
