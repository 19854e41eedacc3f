package io.atomicstore.journal.rocksdb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be written, first come, first served. Bounded by number and by bytes: at the bound
 * {@link #put} waits, so that the journal actor leaves further writes in its mailbox. The writing
 * thread is woken once for all that comes while it is awake.
 */
final class WriteQueue {

  private final int writesMax;
  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition notFull = lock.newCondition();
  private final ArrayDeque<WriteCommand> waiting = new ArrayDeque<>();
  private long bytesWaiting;
  private boolean isTakerWaiting;
  private boolean isClosed;

  WriteQueue(int writesMax, long bytesMax) {
    this.writesMax = writesMax;
    this.bytesMax = bytesMax;
  }

  /**
   * Adds a command, waiting while the queue is full. A command larger than the bound is let in when
   * the queue is empty.
   *
   * @return false if the queue is closed; the command was not added
   */
  boolean put(WriteCommand command) {
    lock.lock();
    try {
      while (!isClosed && isFullFor(command)) {
        notFull.awaitUninterruptibly();
      }
      if (isClosed) {
        return false;
      }
      waiting.add(command);
      bytesWaiting += command.bytes();
      if (isTakerWaiting) {
        isTakerWaiting = false;
        notEmpty.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the commands of one commit, waiting until there is one: at most {@code commandsMax}, and
   * at most {@code bytesMax} unless the first alone is larger.
   *
   * @return empty only when the queue is closed and has nothing left
   */
  List<WriteCommand> take(int commandsMax, long commitBytesMax) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !isClosed) {
        isTakerWaiting = true;
        notEmpty.awaitUninterruptibly();
      }
      List<WriteCommand> taken = new ArrayList<>(Math.min(commandsMax, waiting.size()));
      long bytes = 0;
      WriteCommand next = waiting.peek();
      while (next != null
          && taken.size() < commandsMax
          && (taken.isEmpty() || bytes + next.bytes() <= commitBytesMax)) {
        taken.add(next);
        bytes += next.bytes();
        waiting.remove();
        next = waiting.peek();
      }
      bytesWaiting -= bytes;
      notFull.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Lets nothing more in. What waits can still be taken. */
  void close() {
    lock.lock();
    try {
      isClosed = true;
      notEmpty.signalAll();
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFullFor(WriteCommand command) {
    return waiting.size() >= writesMax
        || (!waiting.isEmpty() && bytesWaiting + command.bytes() > bytesMax);
  }
}
