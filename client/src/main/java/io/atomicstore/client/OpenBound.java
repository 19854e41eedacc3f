package io.atomicstore.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bound on submissions that have no result yet, and on their bytes. Those that wait to enter
 * get in in the order they came. Usable from any thread.
 */
final class OpenBound {

  /** How many are in, and how large they are. */
  record Open(int submissions, long bytes) {}

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition left = lock.newCondition();
  private final int submissionsMax;
  private final long bytesMax;

  // Guarded by the lock.
  private int submissions;
  private long bytes;

  OpenBound(int submissionsMax, long bytesMax) {
    this.submissionsMax = submissionsMax;
    this.bytesMax = bytesMax;
  }

  /** Enters, if there is room for it at once. A large one has room when it is alone. */
  boolean tryEnter(long newBytes) {
    lock.lock();
    try {
      return enterIfRoom(newBytes);
    } finally {
      lock.unlock();
    }
  }

  /** Enters as soon as there is room; returns whether there was within that time. */
  boolean enter(long newBytes, Duration patience) throws InterruptedException {
    long remaining = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!enterIfRoom(newBytes)) {
        if (remaining <= 0) {
          return false;
        }
        remaining = left.awaitNanos(remaining);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean enterIfRoom(long newBytes) {
    boolean hasRoom =
        submissions == 0 || (submissions < submissionsMax && bytes + newBytes <= bytesMax);
    if (hasRoom) {
      submissions++;
      bytes += newBytes;
    }
    return hasRoom;
  }

  void leave(long oldBytes) {
    lock.lock();
    try {
      submissions--;
      bytes -= oldBytes;
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Blocks until nothing is in; returns whether that came within the time. */
  boolean awaitEmpty(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (submissions > 0) {
        if (!left.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return false;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  Open open() {
    lock.lock();
    try {
      return new Open(submissions, bytes);
    } finally {
      lock.unlock();
    }
  }
}
