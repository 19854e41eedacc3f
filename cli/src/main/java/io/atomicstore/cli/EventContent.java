package io.atomicstore.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomicstore.cli.transfer.EventJson;
import io.atomicstore.client.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The content of an event, as it was given. */
final class EventContent {

  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private EventContent() {}

  /**
   * The bytes of an event.
   *
   * @param data itself; null if it was not given
   * @param file where it is; null is standard input
   */
  static byte[] read(Console console, @Nullable String data, @Nullable Path file) {
    if (data != null && file != null) {
      throw new FailedException(
          ExitCode.BAD_USAGE, "--file: expected without DATA, found both '" + file + "' and DATA");
    } else if (data != null) {
      return data.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return file == null ? console.in().readAllBytes() : Files.readAllBytes(file);
    } catch (IOException e) {
      throw new FailedException(
          ExitCode.BAD_USAGE,
          (file == null ? "standard input" : "--file " + file) + ": can't be read: " + e,
          e);
    }
  }

  /**
   * The bytes, and what they are.
   *
   * @param contentType null is to be guessed: JSON objects and arrays, else text, else bytes
   */
  static Payload payload(byte[] bytes, @Nullable String contentType) {
    Payload payload = Payload.of(contentType == null ? "" : contentType, bytes);
    if (contentType != null) {
      return payload;
    }
    String text = EventJson.textOf(payload);
    if (text == null) {
      return Payload.of("application/octet-stream", bytes);
    }
    return Payload.of(isJson(text) ? "application/json" : "text/plain", bytes);
  }

  private static boolean isJson(String text) {
    try {
      JsonNode json = STRICT.readTree(text);
      return json != null && json.isContainerNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
