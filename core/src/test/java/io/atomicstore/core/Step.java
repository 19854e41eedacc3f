package io.atomicstore.core;

/**
 * One step of a random history. What it means depends on where the history stands, so that every
 * step means something and a shorter list of steps is a history too.
 *
 * @param first what the step picks first, for example an originator; from 0 to {@link #PICK_MAX}
 * @param second what it picks next, for example a size
 */
record Step(Kind kind, int first, int second) {

  static final int PICK_MAX = 9_999;

  /** What a step tries to do. {@code weight} is how often it comes, beside the others'. */
  enum Kind {
    SUBMIT(18),
    SUBMIT_AGAIN(14),
    YES(24),
    SEND_REQUEST(10),
    NO(8),
    BECOME_DURABLE(13),
    STALE_RESPONSE(4),
    MOVE_CLOCK(5),
    DEADLINE(5),
    ORIGINATOR_GONE(3),
    QUERY(6),
    DURABLE_AGAIN(1),
    WRITE_FAILS(1),
    CRASH(2),
    STOP(1),
    OPEN(2);

    final int weight;

    Kind(int weight) {
      this.weight = weight;
    }
  }

  int first(int bound) {
    return first % bound;
  }

  int second(int bound) {
    return second % bound;
  }
}
