package io.atomicstore.server.security;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A file of access tokens, for whoever administers a node. A node that uses the file notices each
 * change by itself. Every method reads the file anew and blocks.
 *
 * <p>Changes are written as a whole, in one step, and are durable when the method returns. Changes
 * made at one time, by other processes too, follow each other: a lock is held on a second file
 * whose name ends in {@code .lock}.
 */
public final class TokenFile {

  static final String KIND = "token file";

  private static final Object CHANGES = new Object();

  private final Path file;
  private final Clock clock;
  private final RandomGenerator random;

  TokenFile(Path file, Clock clock, RandomGenerator random) {
    this.file = file;
    this.clock = clock;
    this.random = random;
  }

  /** The file at that place, which need not exist yet. */
  public static TokenFile at(Path file) {
    return new TokenFile(file, Clock.systemUTC(), new SecureRandom());
  }

  /**
   * The tokens in the order of their creation, expired ones too.
   *
   * @throws UnusableFileException if the file does not exist, may be read by others than its owner,
   *     or is damaged
   */
  public List<AccessToken> list() {
    try {
      return parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw unusable("does not exist", e);
    } catch (IOException e) {
      throw unusable("can't be read: " + e, e);
    }
  }

  /** The tokens in what was read of the file; throws as {@link #list()}. */
  List<AccessToken> parse(byte[] contents) {
    try {
      String permitted = PrivateFile.permittedToOthers(file);
      if (!permitted.isEmpty()) {
        throw unusable(
            "must not be readable or writable by group or others, found %s; change it with: chmod 600 '%s'"
                .formatted(permitted, file),
            null);
      }
      return TokenLines.decode(contents);
    } catch (IOException e) {
      throw unusable("can't be read: " + e, e);
    } catch (IllegalArgumentException e) {
      throw unusable(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Adds a token, creating the file if there is none.
   *
   * @return the token's text, which is stored nowhere
   * @throws UnusableFileException as {@link #list()}, or if the name is taken
   * @throws IllegalArgumentException if it would have expired already
   */
  public NewToken create(TokenRequest request) {
    Instant expires = request.expires();
    if (expires != null && !expires.isAfter(clock.instant())) {
      throw new IllegalArgumentException(
          "a token must expire in the future, found " + expires + ", it is " + clock.instant());
    }
    return change(
        () -> {
          List<AccessToken> tokens = new ArrayList<>(Files.exists(file) ? list() : List.of());
          if (tokens.stream().anyMatch(token -> token.name().equals(request.name()))) {
            throw unusable(
                "has a token named '" + request.name() + "' already; revoke it first", null);
          }
          String secret = TokenText.create(random);
          AccessToken token =
              new AccessToken(
                  request.name(),
                  TokenHash.of(secret),
                  request.verbs(),
                  request.scopePrefixes(),
                  clock.instant().truncatedTo(ChronoUnit.MILLIS),
                  request.expires());
          tokens.add(token);
          PrivateFile.replace(file, TokenLines.encode(tokens));
          return new NewToken(token, secret);
        });
  }

  /**
   * Removes a token. A node that uses the file refuses it from then on, on open streams too.
   *
   * @throws UnusableFileException as {@link #list()}, or if there is no token of that name
   */
  public AccessToken revoke(String name) {
    return change(
        () -> {
          List<AccessToken> tokens = list();
          AccessToken revoked =
              tokens.stream()
                  .filter(token -> token.name().equals(name))
                  .findFirst()
                  .orElseThrow(() -> noSuchToken(name, tokens));
          List<AccessToken> others = new ArrayList<>(tokens);
          others.remove(revoked);
          PrivateFile.replace(file, TokenLines.encode(others));
          return revoked;
        });
  }

  private UnusableFileException noSuchToken(String name, List<AccessToken> tokens) {
    String names =
        tokens.stream().map(token -> "'" + token.name() + "'").collect(Collectors.joining(", "));
    return unusable(
        "has no token named '" + name + "', it has " + (names.isEmpty() ? "none at all" : names),
        null);
  }

  private UnusableFileException unusable(String what, @Nullable Throwable cause) {
    return new UnusableFileException(KIND, file, what, cause);
  }

  private interface Change<T> {
    T make() throws IOException;
  }

  private <T> T change(Change<T> change) {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    // A lock is held by the process: its threads exclude each other beforehand.
    synchronized (CHANGES) {
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (!held.isValid()) {
          throw unusable("can't be locked", null);
        }
        return change.make();
      } catch (IOException e) {
        throw unusable("can't be written: " + e, e);
      }
    }
  }
}
