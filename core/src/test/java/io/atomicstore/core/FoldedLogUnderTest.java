package io.atomicstore.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link FoldedLog} as tests write it down: events are texts that name their ids, a log is the
 * list of its events, a token is a number, and effects are lines.
 *
 * <p>Events that begin with {@code no} are rejected, deciding on those that begin with {@code
 * throws} throws, and so does folding those that begin with {@code poison}.
 */
final class FoldedLogUnderTest {

  private static final ScopeId SCOPE = new ScopeId("lot-17");

  private final Events events = new Events();
  private final FoldedLog<List<String>, String, String, List<String>> folded;

  private FoldedLogUnderTest(boolean isJudging) {
    this.folded = isJudging ? FoldedLog.judging(SCOPE, events) : FoldedLog.asking(SCOPE, events);
  }

  static FoldedLogUnderTest judging() {
    return new FoldedLogUnderTest(true);
  }

  static FoldedLogUnderTest asking() {
    return new FoldedLogUnderTest(false);
  }

  /** From here on there is no initial state. */
  void breakInitialState() {
    events.isInitialBroken = true;
  }

  List<String> submit(String... together) {
    return lines(folded.submit(event(together)));
  }

  /** The log asks about the event on {@code past}, and shows the events from {@code from} on. */
  List<String> requested(int token, String event, List<String> past, int after, int upTo) {
    return lines(
        folded.requested(token(token), event(event), pageOf(past, after, upTo), prefixOf(past)));
  }

  List<String> pageArrived(int token, List<String> past, int after, int upTo) {
    return lines(folded.pageArrived(token(token), pageOf(past, after, upTo)));
  }

  /** The log asks about the event on {@code past}, and shows events of another log. */
  List<String> requestedOfOther(
      int token, String event, List<String> past, List<String> other, int after, int upTo) {
    return lines(
        folded.requested(token(token), event(event), pageOf(other, after, upTo), prefixOf(past)));
  }

  /** The same as {@link #requested} from a log that shows no hashes. */
  List<String> requestedWithoutHashes(
      int token, String event, List<String> past, int after, int upTo) {
    return lines(
        folded.requested(
            token(token),
            event(event),
            withoutHash(pageOf(past, after, upTo)),
            LogPrefix.ofDurable(past.size())));
  }

  List<String> pageArrivedWithoutHash(int token, List<String> past, int after, int upTo) {
    return lines(folded.pageArrived(token(token), withoutHash(pageOf(past, after, upTo))));
  }

  private static PastEvents<String> withoutHash(PastEvents<String> page) {
    return new PastEvents<>(LogPrefix.ofDurable(page.after().sequenceNr()), page.events());
  }

  private static PastEvents<String> pageOf(List<String> past, int after, int upTo) {
    List<StoredEvent<String>> stored = new ArrayList<>();
    for (int i = after; i < upTo; i++) {
      String text = past.get(i);
      stored.add(
          new StoredEvent<>(SCOPE, i + 1L, TestSubmission.idOf(text), Instant.EPOCH, text, false));
    }
    return new PastEvents<>(prefixOf(past.subList(0, after)), stored);
  }

  List<String> pageOverdue(int token) {
    return lines(folded.pageOverdue(token(token)));
  }

  List<String> decidedYes(int token) {
    return lines(folded.decided(token(token), Decision.accept()));
  }

  List<String> decidedNo(int token) {
    return lines(folded.decided(token(token), Decision.reject("no")));
  }

  List<String> accepted(String event, long sequenceNr) {
    return ended(new Result.Accepted<>(event(event), sequenceNr, null, false));
  }

  List<String> accepted(long sequenceNr, String... together) {
    return ended(new Result.Accepted<>(event(together), sequenceNr, null, false));
  }

  List<String> acceptedBefore(String event, long sequenceNr) {
    return ended(new Result.Accepted<>(event(event), sequenceNr, null, true));
  }

  List<String> rejected(String event) {
    return ended(new Result.Rejected<>(event(event), "no", null, null, false));
  }

  List<String> rejectedBefore(String event) {
    return ended(new Result.Rejected<>(event(event), "no", null, null, true));
  }

  List<String> timedOut(String event) {
    return ended(new Result.TimedOut<>(event(event), "too slow", Duration.ZERO));
  }

  List<String> overloaded(String event) {
    return ended(new Result.Overloaded<>(event(event), 10, 100));
  }

  List<String> unknown(String event) {
    return ended(new Result.Unknown<>(event(event), "the log failed"));
  }

  List<String> unavailable(String event) {
    return ended(new Result.Unavailable<>(event(event), "the log failed"));
  }

  List<String> ended(Result<String, String, List<String>> result) {
    return lines(folded.ended(result));
  }

  List<String> givenUp(String event) {
    return lines(folded.givenUp(TestSubmission.idOf(event)));
  }

  static ProspectiveEvent<String> event(String... together) {
    return new ProspectiveEvent<>(
        SCOPE, TestSubmission.idOf(together[0]), List.of(together), false);
  }

  private static ValidationToken token(int number) {
    return new ValidationToken(0, number);
  }

  /** The prefix of a log of these events, each submitted alone. */
  static LogPrefix prefixOf(List<String> log) {
    LogPrefix prefix = LogPrefix.EMPTY;
    for (String text : log) {
      prefix = prefix.followedBy(TestSubmission.idOf(text));
    }
    return prefix;
  }

  FoldedLog<List<String>, String, String, List<String>> folded() {
    return folded;
  }

  List<String> state() {
    return folded.state();
  }

  private static List<String> lines(
      List<OriginatorEffect<List<String>, String, String, List<String>>> effects) {
    return effects.stream().map(FoldedLogUnderTest::line).toList();
  }

  private static String line(OriginatorEffect<List<String>, String, String, List<String>> effect) {
    if (effect
        instanceof OriginatorEffect.Submit<List<String>, String, String, List<String>> submit) {
      String name = String.join("+", submit.event().events());
      return submit.judgement() instanceof Judgement.Decided<String, List<String>> decided
          ? "submit " + name + ": " + line(decided.decision())
          : "submit " + name + " " + asks(submit.judgement());
    } else if (effect
        instanceof
        OriginatorEffect.FetchPastEvents<List<String>, String, String, List<String>> fetch) {
      return "fetch " + fetch.token().low() + " after " + fetch.afterSequenceNr();
    } else if (effect
        instanceof OriginatorEffect.Decide<List<String>, String, String, List<String>> decide) {
      return "decide " + decide.token().low() + " " + decide.event().event() + decide.state();
    } else if (effect
        instanceof OriginatorEffect.Respond<List<String>, String, String, List<String>> respond) {
      return "respond " + respond.token().low() + ": " + line(respond.decision());
    }
    throw new AssertionError(effect);
  }

  private static String asks(Judgement<String, List<String>> judgement) {
    return judgement instanceof Judgement.Ask<String, List<String>> ask
        ? "to be asked after " + ask.known().sequenceNr()
        : judgement.toString();
  }

  private static String line(Decision<String, List<String>> decision) {
    String on = decision.meta() == null ? "" : " on " + decision.meta();
    if (decision instanceof Decision.Reject<String, List<String>> rejection) {
      return rejection.cause() == null ? "no" + on : "failed, " + rejection.cause().getMessage();
    }
    return "yes" + on;
  }

  private static final class Events
      implements FoldValidator<List<String>, String, String, List<String>> {

    private boolean isInitialBroken;

    @Override
    public List<String> initial(ScopeId scopeId) {
      if (isInitialBroken) {
        throw new IllegalStateException("no initial state");
      }
      return List.of();
    }

    @Override
    public List<String> apply(List<String> state, String event) {
      if (event.startsWith("poison")) {
        throw new AssertionError(event);
      }
      List<String> next = new ArrayList<>(state);
      next.add(event);
      return next;
    }

    @Override
    public Decision<String, List<String>> decide(List<String> state, String event)
        throws Exception {
      if (event.startsWith("throws")) {
        throw new Exception(event);
      }
      return event.startsWith("no")
          ? Decision.<String, List<String>>reject("no").withMeta(state)
          : Decision.<String, List<String>>accept().withMeta(state);
    }

    @Override
    public long weightBytes(List<String> state) {
      return 10L * state.size();
    }
  }
}
