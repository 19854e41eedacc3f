package io.atomicstore.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code atomic-store} in which something logs by java.util.logging at the end of standard input.
 */
final class TalkingNode {

  /** Kept, since Java forgets loggers, and their levels, that nobody has. */
  private static final Logger OF_GRPC = Logger.getLogger("io.grpc.Talking");

  private static final Logger OF_OTHERS = Logger.getLogger("org.example.Talking");

  private TalkingNode() {}

  public static void main(String[] arguments) {
    new Thread(TalkingNode::talk, "talking").start();
    AtomicStoreCommand.main(arguments);
  }

  private static void talk() {
    try {
      System.in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    OF_GRPC.info("gRPC is chatty");
    OF_OTHERS.info("of note is loggable " + OF_GRPC.isLoggable(Level.INFO));
    OF_OTHERS.fine("of no note");
    OF_GRPC.warning("the last line");
  }
}
