package io.atomicstore.benchmarks;

import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.StoreIfValid;
import io.atomicstore.engine.ValidationRequest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;

/**
 * An originator that always has {@code inFlight} events under way, never two in one scope, says up
 * to where it was shown their logs, accepts each, and submits the next when it has a result.
 */
final class LoadOriginator extends AbstractActor {

  /** Begins. */
  record Start() {}

  /** Submits nothing more, and tells its {@link Histogram} to the sender. */
  record Stop() {}

  /**
   * What the originators of one run share.
   *
   * @param targets where to send the events of each scope
   */
  record Load(List<ScopeId> scopes, List<ActorRef> targets, int inFlight, LongAdder accepted) {}

  private final Load load;
  private final long[] submittedAtNanos;
  private final LogPrefix[] known;
  private final Histogram latencyMicros = new Histogram(60_000_000L, 3);
  private int nextScope;
  private boolean isStopped;

  private LoadOriginator(Load load, int firstScope) {
    this.load = load;
    this.submittedAtNanos = new long[load.scopes().size()];
    this.known = new LogPrefix[load.scopes().size()];
    Arrays.fill(known, LogPrefix.EMPTY);
    this.nextScope = firstScope % load.scopes().size();
  }

  static Props props(Load load, int firstScope) {
    return Props.create(LoadOriginator.class, () -> new LoadOriginator(load, firstScope));
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(ValidationRequest.class, this::onRequest)
        .match(Result.Accepted.class, this::onAccepted)
        .match(Start.class, start -> onStart())
        .match(Stop.class, stop -> onStop())
        .match(
            Result.class,
            result -> {
              throw new IllegalStateException("expected an accepted event, found " + result);
            })
        .build();
  }

  private void onRequest(ValidationRequest<?> request) {
    known[((LoadEvent) request.event()).scope()] = request.past();
    getSender().tell(request.accept(), getSelf());
  }

  private void onStart() {
    for (int i = 0; i < load.inFlight(); i++) {
      submitNext();
    }
  }

  private void onStop() {
    isStopped = true;
    getSender().tell(latencyMicros, getSelf());
  }

  private void onAccepted(Result.Accepted<?, ?, ?> accepted) {
    int scope = ((LoadEvent) accepted.event()).scope();
    if (!isStopped) {
      latencyMicros.recordValue((System.nanoTime() - submittedAtNanos[scope]) / 1000);
      load.accepted().increment();
      submitNext();
    }
  }

  private void submitNext() {
    int scope = nextScope;
    nextScope = nextScope + 1 == load.scopes().size() ? 0 : nextScope + 1;
    submittedAtNanos[scope] = System.nanoTime();
    load.targets()
        .get(scope)
        .tell(
            StoreIfValid.of(LoadEvent.of(scope, load.scopes().get(scope))).withKnown(known[scope]),
            getSelf());
  }
}
