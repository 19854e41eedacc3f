package io.atomicstore.cli.transfer;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads a file line by line, as bytes. One thread owns an instance. */
final class LineReader implements Closeable {

  /** More than the line of any event that a node takes. */
  static final int LINE_BYTES_MAX = 512 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private boolean endedInLine;

  private LineReader(InputStream in) {
    this.in = in;
  }

  /** Reads a file from that place on, which must be the begin of a line. */
  static LineReader open(Path file, long offsetBytes) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new LineReader(Channels.newInputStream(channel.position(offsetBytes)));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * The next line without its line end; null behind the last one that has a line end.
   *
   * @throws IllegalArgumentException if it is too long for one
   */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      for (int i = from; i < to; i++) {
        if (buffer[i] == '\n') {
          line.write(buffer, from, i - from);
          from = i + 1;
          return line.toByteArray();
        }
      }
      line.write(buffer, from, to - from);
      if (line.size() > LINE_BYTES_MAX) {
        throw new IllegalArgumentException(
            "expected a line of at most " + LINE_BYTES_MAX + " bytes, found a longer one");
      }
      from = 0;
      to = in.read(buffer);
      if (to < 0) {
        to = 0;
        endedInLine = line.size() > 0;
        return null;
      }
    }
  }

  /** Whether there were bytes behind the last line end. */
  boolean hasEndedInLine() {
    return endedInLine;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
