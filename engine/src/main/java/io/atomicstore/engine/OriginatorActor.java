package io.atomicstore.engine;

import io.atomicstore.core.Result;
import java.time.Duration;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.Props;

/** Gets what logs say to the submissions of one originator of this process. */
final class OriginatorActor<S, E, R> extends AbstractActorWithTimers {

  private record Sweep() implements NoSerializationVerificationNeeded {}

  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

  private final OpenConversations<S, E, R> open;

  private OriginatorActor(OpenConversations<S, E, R> open) {
    this.open = open;
  }

  static Props props(OpenConversations<?, ?, ?> open) {
    return Props.create(OriginatorActor.class, () -> new OriginatorActor<>(open));
  }

  @Override
  public void preStart() {
    getTimers().startTimerWithFixedDelay("sweep", new Sweep(), SWEEP_INTERVAL);
  }

  @Override
  @SuppressWarnings("unchecked") // What comes back is what this process submitted.
  public Receive createReceive() {
    return receiveBuilder()
        .match(Result.class, result -> open.onResult((Result<E, R, Object>) result))
        .match(
            ValidationRequest.class,
            request -> open.onValidationRequest((ValidationRequest<E>) request, getSender()))
        .match(
            PastEventsPage.class,
            page -> open.onPage(page.token(), ((PastEventsPage<E>) page).page()))
        .match(ResponseTooLate.class, tooLate -> open.onTooLate(tooLate.token()))
        .match(Sweep.class, sweep -> open.sweep())
        .build();
  }

  @Override
  public void postStop() {
    open.close();
  }
}
