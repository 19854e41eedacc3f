package io.atomicstore.server.conversation;

/**
 * What peers may send, and how much is kept for them.
 *
 * @param eventBytesMax bytes of one event, without its header
 * @param headerBytesMax bytes of type, content type and metadata of one event
 * @param metadataEntriesMax entries of the metadata of one event
 * @param submissionBytesMax bytes of the events of one submission, with their headers
 * @param submissionEventsMax events of one submission
 * @param openSubmissionsMax submissions of one stream that have no result yet
 * @param queuedBytesMax bytes that wait for a peer that does not take them
 */
public record EdgeLimits(
    int eventBytesMax,
    int headerBytesMax,
    int metadataEntriesMax,
    int submissionBytesMax,
    int submissionEventsMax,
    int openSubmissionsMax,
    int queuedBytesMax) {

  /**
   * What gRPC takes by itself. A hello, or a decision, fits into it however small the events are.
   */
  private static final int MESSAGE_BYTES_MIN = 4 << 20;

  /** A submission that is no larger than so many is refused, which does less harm than the end. */
  private static final int SUBMISSIONS_A_MESSAGE = 4;

  /** Bytes of any message by gRPC; a larger one ends the call. */
  public int messageBytesMax() {
    return Math.max(MESSAGE_BYTES_MIN, SUBMISSIONS_A_MESSAGE * submissionBytesMax);
  }

  /** The same for JSON: Base64 and the words around it make a message larger than its events. */
  public int jsonBytesMax() {
    return 2 * submissionBytesMax + headerBytesMax;
  }
}
