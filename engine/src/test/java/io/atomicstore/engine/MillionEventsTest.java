package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of a million events, in a heap of 256 MiB, does all that a short one does. */
@Tag("slow")
final class MillionEventsTest {

  private static final List<String> AGAIN =
      List.of(
          "old 0, result = 50 from 1 judged on 49",
          "old 0, ahead = 1 judged on 49 again",
          "old 0, asked = 1 judged on 49 again",
          "old 0, expecting = 1 judged on 49 again",
          "old 0, with other bytes = taken by 1",
          "old 1, result = 50 from 500001 judged on 500049",
          "old 1, ahead = 500001 judged on 500049 again",
          "old 1, asked = 500001 judged on 500049 again",
          "old 1, expecting = 500001 judged on 500049 again",
          "old 1, with other bytes = taken by 500001",
          "old 2, result = 50 from 999951 judged on 999999",
          "old 2, ahead = 999951 judged on 999999 again",
          "old 2, asked = 999951 judged on 999999 again",
          "old 2, expecting = 999951 judged on 999999 again",
          "old 2, with other bytes = taken by 999951",
          "result of a new id = NotKnown",
          "result of an old id = NotKnown");

  @TempDir private Path directory;

  @Test
  void doesEverythingWithALogOfAMillionEventsInASmallHeap() throws Exception {
    List<String> expected = new ArrayList<>();
    expected.addAll(
        List.of(
            "grow = 1000000",
            "ahead = 1000001 judged on 1000000",
            "asked = 1000002 judged on 1000001",
            "new, ahead = 1000003 judged on 1000002",
            "rejected, ahead = rejected: UNWANTED",
            "rejected, asked = rejected: UNWANTED",
            "expectation met = 1000004 judged on null",
            "expectation missed = ends at 1000004",
            "several = 1000005 judged on 1000006",
            "several, asked = 1000008 judged on 1000009"));
    expectAgain("", expected);
    expected.addAll(
        List.of(
            "all = 1000010, 1 to 1000010",
            "backwards = 1000, 1000010 to 999011",
            "middle = 1000, 500000 to 500999",
            "middle backwards = 1000, 500000 to 499001",
            "subscribe = 1000011, 1 to 1000011",
            "subscribe near the end = 22, 999991 to 1000012",
            "subscribe to all = 1000013, 1 to 1000013",
            "subscribe to all behind a token = 500014, 500001 to 1000014",
            "passivate = gone",
            "passivated, ahead = 1000015 judged on 1000014"));
    expectAgain("passivated, ", expected);
    expected.addAll(List.of("reopen = open", "reopened, asked = 1000016 judged on 1000015"));
    expectAgain("reopened, ", expected);
    expected.addAll(
        List.of(
            "reopened, ahead = 1000017 judged on 1000016",
            "seal = 1000018 judged on 1000018",
            "sealed, again = 1000018 judged on 1000018 again",
            "sealed, result = 2 from 1000018 judged on 1000018",
            "sealed, ahead = sealed at 1000019",
            "sealed, asked = sealed at 1000019"));
    expectAgain("sealed, ", expected);
    expected.addAll(
        List.of(
            "sealed, backwards = 10, 1000019 to 1000010",
            "sealed, subscribe near the end = 29, 999991 to 1000019"));

    List<String> said = run();

    assertThat(said).containsExactlyElementsOf(expected);
  }

  private static void expectAgain(String when, List<String> expected) {
    AGAIN.forEach(line -> expected.add(when + line));
  }

  /**
   * What the process said of each operation; how long each took is for whoever reads the output.
   */
  private List<String> run() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                MillionEvents.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        System.out.println(line);
        if (line.endsWith(KilledStore.END)) {
          said.add(line.substring(0, line.lastIndexOf(';')));
        }
      }
      assertThat(process.waitFor()).as("how the process ended, after %s", said).isZero();
    } finally {
      process.destroyForcibly();
    }
    return said;
  }
}
