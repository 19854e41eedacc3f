package io.atomicstore.engine;

import io.atomicstore.core.Result;
import io.atomicstore.originator.OpenConversations;
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
            ValidationRequest.class, request -> onValidationRequest((ValidationRequest<E>) request))
        .match(
            PastEventsPage.class,
            page -> open.onPage(page.token(), ((PastEventsPage<E>) page).page()))
        .match(ResponseTooLate.class, tooLate -> open.onTooLate(tooLate.token()))
        .match(Sweep.class, sweep -> open.sweep())
        .build();
  }

  private void onValidationRequest(ValidationRequest<E> request) {
    open.onValidationRequest(
        new AskingActor<>(getSender(), getSelf(), request.scopeId(), request.token()),
        request.prospectiveEvent(),
        request.pastEvents(),
        request.past());
  }

  @Override
  public void postStop() {
    open.close();
  }
}
