package io.atomicstore.client;

/**
 * The text of a reason, and who said it.
 *
 * @param isOfClient whether this client gave up a submission that it had not sent
 */
record WireReason(String text, boolean isOfClient) {

  /** Of a submission that was not sent in its time. */
  static final WireReason NOT_SENT = new WireReason("not sent in time", true);

  /** What somebody said over the network. */
  static WireReason said(String text) {
    return new WireReason(text, false);
  }
}
