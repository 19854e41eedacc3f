package io.atomicstore.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.atomicstore.core.ScopeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Token files that change under a running node. */
final class ReloadTest {

  private static final ScopeId LOT = new ScopeId("lot-17");

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Reloaded.class);

  @TempDir private Path directory;
  private TestTokens tokens;
  private String secret;
  private AccessControl control;
  private Access open;

  @BeforeEach
  void admit() {
    logged.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(logged);
    tokens = new TestTokens(directory);
    secret = tokens.create("some", Set.of(Verb.READ), "");
    control = tokens.control();
    open = (Access) control.admit("Bearer " + secret);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(logged);
  }

  private List<Level> levels() {
    return logged.list.stream().map(ILoggingEvent::getLevel).toList();
  }

  @Test
  void takesNothingOverWhereNothingHasChanged() {
    control.reload();

    assertThat(levels()).isEmpty();
    assertThat(open.permits(Verb.READ, LOT)).isTrue();
  }

  @Test
  void admitsNewTokens() {
    String another = tokens.create("another", Set.of(Verb.READ), "");

    control.reload();

    assertThat(control.admit("Bearer " + another)).isInstanceOf(Access.class);
    assertThat(open.permits(Verb.READ, LOT)).isTrue();
    assertThat(levels()).containsExactly(Level.INFO);
  }

  @Test
  void keepsWhatWasGoodWhenTheFileIsDamagedAndSaysSoOnce() throws IOException {
    byte[] whole = Files.readAllBytes(tokens.path);

    PrivateFile.replace(tokens.path, java.util.Arrays.copyOf(whole, whole.length / 2));
    control.reload();
    control.reload();
    control.reload();

    assertThat(open.permits(Verb.READ, LOT)).isTrue();
    assertThat(control.admit("Bearer " + secret)).isInstanceOf(Access.class);
    assertThat(levels()).containsExactly(Level.ERROR);
    assertThat(logged.list.get(0).getFormattedMessage())
        .contains(tokens.path.toString(), "damaged in line");
  }

  @Test
  void saysSoAgainWhenTheFileIsDamagedInAnotherWay() throws IOException {
    Files.delete(tokens.path);
    control.reload();
    PrivateFile.replace(tokens.path, new byte[] {'x'});
    control.reload();

    assertThat(levels()).containsExactly(Level.ERROR, Level.ERROR);
    assertThat(open.permits(Verb.READ, LOT)).isTrue();
  }

  @Test
  void takesTheFileOverOnceItIsRepaired() throws IOException {
    byte[] before = Files.readAllBytes(tokens.path);
    PrivateFile.replace(tokens.path, new byte[] {'x'});
    control.reload();
    PrivateFile.replace(tokens.path, before);
    tokens.file.revoke("some");

    control.reload();

    assertThat(levels()).containsExactly(Level.ERROR, Level.INFO);
    assertThat(open.permits(Verb.READ, LOT)).isFalse();
  }

  @Test
  void takesTheFileOverOnceItIsPrivate() throws IOException {
    tokens.file.revoke("some");
    Files.setPosixFilePermissions(tokens.path, PosixFilePermissions.fromString("rw-r--r--"));
    control.reload();
    boolean wasPermitted = open.permits(Verb.READ, LOT);

    Files.setPosixFilePermissions(tokens.path, PosixFilePermissions.fromString("rw-------"));
    control.reload();

    assertThat(wasPermitted).isTrue();
    assertThat(open.permits(Verb.READ, LOT)).isFalse();
    assertThat(levels()).containsExactly(Level.ERROR, Level.INFO);
  }

  @Test
  void isNoticedByAThreadOfItsOwnWhichSurvivesWhatGoesWrong() {
    AtomicBoolean hasFailed = new AtomicBoolean();
    Runnable failing =
        () -> {
          hasFailed.set(true);
          throw new IllegalStateException("as the test wants");
        };

    try (Reloading reloading =
        Reloading.every(Duration.ofMillis(5), List.of(failing, control::reload))) {
      tokens.file.revoke("some");

      Awaitility.await().until(() -> hasFailed.get() && !open.permits(Verb.READ, LOT));
      assertThat(reloading).isNotNull();
    }
  }

  @Test
  void neverMisleadsThoseWhoAskWhileItIsReadAgain() {
    AtomicBoolean isOver = new AtomicBoolean();
    List<CompletableFuture<Long>> askers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      askers.add(CompletableFuture.supplyAsync(() -> countWrongAnswers(isOver)));
    }

    for (int i = 0; i < 100; i++) {
      tokens.create("other-" + i, Set.of(Verb.ORIGINATE), "x");
      control.reload();
    }
    isOver.set(true);

    assertThat(askers).allSatisfy(asker -> assertThat(asker.join()).isZero());
    assertThat(levels()).hasSize(100).containsOnly(Level.INFO);
  }

  private long countWrongAnswers(AtomicBoolean isOver) {
    long wrong = 0;
    while (!isOver.get()) {
      boolean isRight =
          open.permits(Verb.READ, LOT)
              && !open.permits(Verb.ORIGINATE, new ScopeId("x"))
              && control.admit("Bearer " + secret) instanceof Access;
      wrong += isRight ? 0 : 1;
    }
    return wrong;
  }

  @Test
  void refusesToStartWithAFileThatCanNotBeUsed() throws IOException {
    PrivateFile.replace(tokens.path, new byte[] {'x'});

    assertThatThrownBy(tokens::control)
        .isInstanceOfSatisfying(
            UnusableFileException.class,
            unusable -> assertThat(unusable.file()).isEqualTo(tokens.path));
  }
}
