package io.atomicstore.examples.nodejs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that runs: takes the numbers of seats, and answers each with a line. */
final class NodeProgram implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 20;

  private final Process process;
  private final Writer input;
  private final BlockingQueue<String> output = new LinkedBlockingQueue<>();

  /** The answers that were read, in order. */
  private final List<String> answers = new ArrayList<>();

  NodeProgram(Process process) {
    this.process = process;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(output::add);
    } catch (IOException | UncheckedIOException e) {
      output.add("the output can't be read: " + e);
    }
  }

  void book(List<Integer> seats) throws IOException {
    for (int seat : seats) {
      input.write(seat + "\n");
    }
    input.flush();
  }

  /** Waits for so many answers more. */
  void awaitAnswers(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      String line = nextLine();
      assertThat(line).startsWith("seat ");
      answers.add(line);
    }
  }

  private String nextLine() throws InterruptedException {
    String line = output.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return line == null ? "nothing came within " + PATIENCE_SECONDS + " s" : line;
  }

  List<String> answers() {
    return answers;
  }

  /** Says that there are no more seats; returns the program's last line. */
  String end() throws IOException, InterruptedException {
    input.close();
    String last = nextLine();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("the exit code; the program said: %s", last).isZero();
    return last;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
