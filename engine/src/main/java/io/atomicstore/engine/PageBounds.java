package io.atomicstore.engine;

/**
 * How much one page of events may hold. One event always fits.
 *
 * @param eventsMax how many events
 * @param bytesMax of the events' own bytes together
 */
record PageBounds(long eventsMax, int bytesMax) {

  /** What is left of one page. */
  final class Room {

    private long eventsLeft = eventsMax;
    private long bytesLeft = bytesMax;
    private boolean isEmpty = true;

    private Room() {}

    /** Takes the room of one event; false if there is none. */
    boolean take(int sizeBytes) {
      if (eventsLeft < 1 || (!isEmpty && sizeBytes > bytesLeft)) {
        return false;
      }
      isEmpty = false;
      eventsLeft--;
      bytesLeft -= sizeBytes;
      return true;
    }
  }

  static PageBounds ofBytes(int bytesMax) {
    return new PageBounds(Long.MAX_VALUE, bytesMax);
  }

  PageBounds withEventsMax(long newMax) {
    return new PageBounds(newMax, bytesMax);
  }

  Room room() {
    return new Room();
  }
}
