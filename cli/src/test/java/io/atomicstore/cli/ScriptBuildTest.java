package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the {@code atomic-store} script builds, and what it says if it can't. */
class ScriptBuildTest {

  private static final String BUILDING = "building from the sources";

  /** Later than the directories are made that sources are in. */
  private static final Instant BUILT = Instant.parse("2100-01-31T12:00:00Z");

  private final ScriptTree tree;

  ScriptBuildTest(@TempDir Path directory) throws IOException {
    tree = ScriptTree.thatCantBeBuilt(directory);
  }

  @Test
  void tellsThatTheBuildFailed() throws IOException, InterruptedException {
    CommandRun run = tree.run("--version");

    assertThat(run.endedWith(ExitCode.FAULT)).isTrue();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(BUILDING, "[ERROR] no compiler", "the build failed, see above");
  }

  @Test
  void tellsThatThereIsNoJava() throws IOException, InterruptedException {
    ProcessBuilder command = tree.command("--version");
    command.environment().put("JAVA_HOME", "/nowhere");

    CommandRun run = tree.run(command);

    assertThat(run.endedWith(ExitCode.FAULT)).isTrue();
    assertThat(run.err())
        .isEqualTo("atomic-store: expected Java 17 or newer, found no '/nowhere/bin/java'\n");
  }

  @Test
  void buildsWhenASourceOfAnyModuleIsNewer() throws IOException, InterruptedException {
    pretendItIsBuilt();

    assertThat(ScriptTree.modules()).hasSizeGreaterThan(8);
    for (Path module : ScriptTree.modules()) {
      for (String name : new String[] {"pom.xml", "src/main/java/Source.java"}) {
        Path source = tree.path(module.toString()).resolve(name);
        Files.createDirectories(source.getParent());

        Files.setLastModifiedTime(Files.createFile(source), FileTime.from(BUILT.plusMillis(10)));
        assertThat(tree.run("--version").err()).as(source.toString()).contains(BUILDING);
        pretendItIsBuilt();

        Files.setLastModifiedTime(source, FileTime.from(BUILT.minusMillis(10)));
        assertThat(tree.run("--version").err()).as(source.toString()).doesNotContain(BUILDING);
      }
    }
  }

  /** The program that it would start is not there, which is another failure than building. */
  private void pretendItIsBuilt() throws IOException {
    Path target = Files.createDirectories(tree.path("cli/target"));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(target.resolve("atomic-store.class-path"), "nowhere.jar");
    Files.writeString(target.resolve("atomic-store.jsa-key"), java.toString());
    Path stamp = Files.writeString(target.resolve("atomic-store.built"), "");
    Files.setLastModifiedTime(stamp, FileTime.from(BUILT));
  }
}
