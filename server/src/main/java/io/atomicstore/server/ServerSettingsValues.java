package io.atomicstore.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values below one place of a configuration. A value that can't be used is noted, and another
 * put in its place, so that all are looked at; {@link #finish} then says what was wrong.
 */
final class ServerSettingsValues {

  private final Config config;
  private final String root;
  private final Set<String> known = new HashSet<>();
  private final Set<String> faulty = new HashSet<>();
  private final List<String> faults = new ArrayList<>();

  ServerSettingsValues(Config config, String root) {
    this.config = config.hasPath(root) ? config.getConfig(root) : ConfigFactory.empty();
    this.root = root;
  }

  private record Bounds(String what, long min, long max) {

    boolean contain(long value) {
      return min <= value && value <= max;
    }

    @Override
    public String toString() {
      return what + " from " + min + " to " + max;
    }
  }

  /** A whole number; both ends included. */
  int number(String path, int min, int max) {
    return (int) inBounds(path, new Bounds("a whole number", min, max), () -> wholeNumber(path));
  }

  /** Bytes, with a unit or without; both ends included. */
  int bytes(String path, int min, int max) {
    return (int) longBytes(path, min, max);
  }

  long longBytes(String path, long min, long max) {
    return inBounds(path, new Bounds("bytes", min, max), () -> config.getBytes(path));
  }

  private long inBounds(String path, Bounds bounds, Supplier<Long> read) {
    Long value = read(path, bounds.toString(), read);
    require(value == null || bounds.contain(value), path, bounds.toString());
    return value == null || !bounds.contain(value) ? bounds.min() : value;
  }

  private long wholeNumber(String path) {
    long value = config.getLong(path);
    if (config.getDouble(path) != value) {
      throw new ConfigException.BadValue(path, "has a fraction");
    }
    return value;
  }

  /** A duration; both ends included. */
  Duration duration(String path, Duration min, Duration max) {
    String expected = "a duration from " + text(min) + " to " + text(max);
    Duration value = read(path, expected, () -> config.getDuration(path));
    if (value == null) {
      return min;
    }
    boolean isInRange = value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    require(isInRange, path, expected);
    return isInRange ? value : min;
  }

  private static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** A text that is not blank. */
  String text(String path) {
    String value = read(path, "a text", () -> config.getString(path));
    require(value == null || !value.isBlank(), path, "a text that is not empty");
    return value == null ? "" : value;
  }

  /** Words that are separated by commas, in lower case; none if the text is empty. */
  Set<String> words(String path) {
    String value = read(path, "words separated by commas", () -> config.getString(path));
    return value == null
        ? Set.of()
        : Arrays.stream(value.toLowerCase(Locale.ROOT).split(",", -1))
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The path of a directory. */
  Path directory(String path) {
    Path directory = file(path);
    require(directory != null, path, "the path of a directory");
    return directory == null ? Path.of("") : directory;
  }

  /** The path of a file; null if the text is empty. */
  @Nullable Path file(String path) {
    String expected = "the path of a file, or nothing";
    String value = read(path, expected, () -> config.getString(path));
    if (value == null || value.isBlank()) {
      return null;
    }
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      require(false, path, expected);
      return null;
    }
  }

  /** A switch. */
  boolean isOn(String path) {
    return Boolean.TRUE.equals(read(path, "on or off", () -> config.getBoolean(path)));
  }

  /** One of the constants of an enum, written in lower case. */
  <T extends Enum<T>> T oneOf(String path, T[] constants) {
    String expected =
        Arrays.stream(constants)
            .map(constant -> "'" + textOf(constant) + "'")
            .collect(Collectors.joining(" or "));
    String value = read(path, expected, () -> config.getString(path));
    for (T constant : constants) {
      if (textOf(constant).equals(value)) {
        return constant;
      }
    }
    require(value == null, path, expected);
    return constants[0];
  }

  private static String textOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private <T> @Nullable T read(String path, String expected, Supplier<T> read) {
    known.add(path);
    try {
      return read.get();
    } catch (ConfigException e) {
      require(false, path, expected);
      return null;
    }
  }

  /** Notes a fault of a setting unless what is required holds, or one was noted before. */
  void require(boolean holds, String path, String expected) {
    if (!holds && faulty.add(path)) {
      faults.add(root + "." + path + " must be " + expected + ", found " + found(path));
    }
  }

  /** Notes a fault of a setting whose value is above that of another, where both are in bounds. */
  void requireAtMost(String path, long value, String boundPath, long bound) {
    boolean isComparable = !faulty.contains(path) && !faulty.contains(boundPath);
    require(!isComparable || value <= bound, path, "at most " + boundPath + ", " + bound);
  }

  private String found(String path) {
    if (!config.hasPath(path)) {
      return "none";
    }
    String value = config.getValue(path).unwrapped().toString();
    return "'" + value + "' (" + config.getValue(path).origin().description() + ")";
  }

  /**
   * Says what was wrong, if anything was.
   *
   * @throws ServerSettingsException if a value can't be used, or a setting is unknown
   */
  void finish() {
    Set<String> unknown = new TreeSet<>();
    config.entrySet().forEach(entry -> unknown.add(entry.getKey()));
    unknown.removeIf(this::isKnown);
    for (String path : unknown) {
      faults.add(
          root
              + "."
              + path
              + " is not a setting ("
              + config.getValue(path).origin().description()
              + ")");
    }
    if (!faults.isEmpty()) {
      throw new ServerSettingsException(faults);
    }
  }

  /** Whether it is a setting, or part of what was put in the place of one. */
  private boolean isKnown(String path) {
    List<String> names = ConfigUtil.splitPath(path);
    for (int length = names.size(); length > 0; length--) {
      if (known.contains(ConfigUtil.joinPath(names.subList(0, length)))) {
        return true;
      }
    }
    return false;
  }
}
