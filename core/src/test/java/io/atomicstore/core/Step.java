package io.atomicstore.core;

/**
 * One step of a random history. What it means depends on where the history stands, so that every
 * step means something and a shorter list of steps is a history too.
 *
 * @param first what the step picks first, for example an originator; from 0 to {@link #PICK_MAX}
 * @param second what it picks next, for example a size
 * @param third what it picks last, for example how a submission is to be judged
 */
record Step(Kind kind, int first, int second, int third) {

  static final int PICK_MAX = 9_999;

  /** What a step tries to do. {@code weight} is how often it comes, beside the others'. */
  enum Kind {
    SUBMIT(20),
    SUBMIT_AGAIN(16),
    YES(36),
    SEND_REQUEST(14),
    NO(10),
    BECOME_DURABLE(20),
    LOOK_UP(14),
    STRAY_LOOK_UP(1),
    STALE_RESPONSE(4),
    MOVE_CLOCK(5),
    DEADLINE(5),
    ORIGINATOR_GONE(3),
    QUERY(4),
    QUERY_AFTER(4),
    QUERY_RESULT(10),
    QUERY_OVERDUE(3),
    TAKE_SUMMARY(3),
    DURABLE_AGAIN(1),
    WRITE_FAILS(1),
    CRASH(2),
    STOP(1),
    OPEN(3);

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

  int third(int bound) {
    return third % bound;
  }
}
