package io.atomicstore.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text of a token file, version 1: JSON lines. The first says what the file is, each that
 * follows is a token, the last says how many, so that a file cut short is not taken for a whole
 * one. See docs/formats/tokens.md.
 *
 * <pre>
 *   {"format":"atomic-store-tokens","version":1}
 *   {"name":"…","sha256":"…","verbs":["read"],"scopePrefixes":[""],"created":"…","expires":"…"}
 *   {"tokens":1}
 * </pre>
 */
final class TokenLines {

  private static final String FORMAT = "atomic-store-tokens";
  private static final int VERSION = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private TokenLines() {}

  private record First(@Nullable String format, int version) {}

  private record Line(
      @Nullable String name,
      @Nullable String sha256,
      @Nullable List<@Nullable String> verbs,
      @Nullable List<@Nullable String> scopePrefixes,
      @Nullable String created,
      @Nullable @JsonProperty String expires) {}

  private record Last(int tokens) {}

  static byte[] encode(List<AccessToken> tokens) {
    StringBuilder text = new StringBuilder();
    append(text, new First(FORMAT, VERSION));
    for (AccessToken token : tokens) {
      append(text, lineOf(token));
    }
    append(text, new Last(tokens.size()));
    return text.toString().getBytes(UTF_8);
  }

  private static void append(StringBuilder text, Object line) {
    try {
      text.append(JSON.writeValueAsString(line)).append('\n');
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a line of texts and numbers is written as JSON", e);
    }
  }

  private static Line lineOf(AccessToken token) {
    Instant expires = token.expires();
    return new Line(
        token.name(),
        token.hash().toString(),
        new ArrayList<>(token.verbsInOrder().stream().map(Verb::text).toList()),
        new ArrayList<>(token.scopePrefixes()),
        token.created().toString(),
        expires == null ? null : expires.toString());
  }

  /**
   * Reads a file's bytes.
   *
   * @throws IllegalArgumentException naming the line and what was expected there
   */
  static List<AccessToken> decode(byte[] bytes) {
    List<String> lines = text(bytes).lines().toList();
    if (lines.size() < 2) {
      throw new IllegalArgumentException(
          "has " + lines.size() + " lines, expected a first and a last one at least");
    }
    checkFirst(lines.get(0));
    List<AccessToken> tokens = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<TokenHash> hashes = new HashSet<>();
    for (int i = 1; i < lines.size() - 1; i++) {
      AccessToken token = token(lines.get(i), i + 1);
      if (!names.add(token.name()) || !hashes.add(token.hash())) {
        throw atLine(i + 1, "names '" + token.name() + "' or its hash a second time");
      }
      tokens.add(token);
    }
    checkLast(lines, tokens.size());
    return tokens;
  }

  private static String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("is not well-formed UTF-8", e);
    }
  }

  private static void checkFirst(String line) {
    First first = parse(line, 1, First.class);
    if (!FORMAT.equals(first.format())) {
      throw atLine(1, "expected the format '" + FORMAT + "', found '" + first.format() + "'");
    }
    if (first.version() != VERSION) {
      throw atLine(
          1,
          "expected version "
              + VERSION
              + ", found "
              + first.version()
              + ": it was written by another version of Atomic Store");
    }
  }

  private static void checkLast(List<String> lines, int tokens) {
    int number = lines.size();
    Last last = parse(lines.get(number - 1), number, Last.class);
    if (last.tokens() != tokens) {
      throw atLine(
          number, "counts " + last.tokens() + " tokens, found " + tokens + ": some are missing");
    }
  }

  private static AccessToken token(String text, int number) {
    Line line = parse(text, number, Line.class);
    try {
      Set<Verb> verbs = EnumSet.noneOf(Verb.class);
      requiredTexts("verbs", line.verbs()).forEach(verb -> verbs.add(Verb.parse(verb)));
      String expires = line.expires();
      return new AccessToken(
          required("name", line.name()),
          TokenHash.parse(required("sha256", line.sha256())),
          verbs,
          requiredTexts("scopePrefixes", line.scopePrefixes()),
          Instant.parse(required("created", line.created())),
          expires == null ? null : Instant.parse(expires));
    } catch (DateTimeException e) {
      throw atLine(number, "expected a moment like 2026-01-31T12:00:00Z, " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw atLine(number, String.valueOf(e.getMessage()));
    }
  }

  private static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("expected a field '" + field + "', found none");
    }
    return value;
  }

  private static List<String> requiredTexts(String field, @Nullable List<@Nullable String> values) {
    List<String> texts = new ArrayList<>();
    for (String value : required(field, values)) {
      texts.add(required(field + "[]", value));
    }
    return texts;
  }

  private static <T> T parse(String line, int number, Class<T> type) {
    T parsed;
    try {
      parsed = JSON.readValue(line, type);
    } catch (JsonProcessingException e) {
      throw atLine(number, fault(e));
    }
    if (parsed == null) {
      throw atLine(number, "expected an object, found null");
    }
    return parsed;
  }

  /** What is wrong, without repeating what was found: it may be a token. */
  private static String fault(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "expected no field '" + unknown.getPropertyName() + "' there";
    }
    if (e instanceof JsonMappingException mismatch) {
      String fields =
          mismatch.getPath().stream()
              .map(field -> String.valueOf(field.getFieldName()))
              .collect(Collectors.joining("."));
      return fields.isEmpty()
          ? "expected an object with other fields"
          : "expected another kind of value in field '" + fields + "'";
    }
    return "is not JSON, or has a field twice, at character " + e.getLocation().getColumnNr();
  }

  private static IllegalArgumentException atLine(int number, String what) {
    return new IllegalArgumentException("is damaged in line " + number + ": " + what);
  }
}
