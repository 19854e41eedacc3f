package io.atomicstore.core;

/** The rules of sequence numbers: an event's place in its log, counting from 1 without gaps. */
public final class SequenceNr {

  private SequenceNr() {}

  /** Returns {@code sequenceNr} if it can be that of an event. */
  public static long ofEvent(long sequenceNr) {
    if (sequenceNr < 1) {
      throw new IllegalArgumentException("sequence number must be 1 or more, found " + sequenceNr);
    }
    return sequenceNr;
  }

  /** Returns {@code sequenceNr} if it can be that of the end of a log, where 0 is an empty log. */
  public static long ofEnd(long sequenceNr) {
    if (sequenceNr < 0) {
      throw new IllegalArgumentException(
          "sequence number of a log's end must be 0 or more, found " + sequenceNr);
    }
    return sequenceNr;
  }
}
