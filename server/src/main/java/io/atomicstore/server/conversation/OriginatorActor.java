package io.atomicstore.server.conversation;

import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.engine.PastEventsPage;
import io.atomicstore.engine.ResponseTooLate;
import io.atomicstore.engine.StoreIfValid;
import io.atomicstore.engine.ValidationRequest;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.Meta;
import io.grpc.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.Props;

/**
 * The originator of one stream, as logs see it: passes on what they say. It ends with the stream,
 * and logs stop waiting for it then. What others delegate to the stream it submits as its own, and
 * hands the results to {@link DelegationActor}.
 */
final class OriginatorActor extends AbstractActorWithTimers {

  /** The stream has begun with a hello. */
  record Greeted(Hello hello) implements NoSerializationVerificationNeeded {}

  /** Submit that, and validate it. */
  record Validate(StoreIfValid<Event> submission) implements NoSerializationVerificationNeeded {}

  private record Beat() implements NoSerializationVerificationNeeded {}

  /** An originator that was not heard for so many intervals is dead. */
  private static final int SILENT_INTERVALS_MAX = 3;

  private final OriginateCall call;

  /** How many submissions of each delegated event have no result yet. */
  private final Map<DelegatedEvent, Integer> delegated = new HashMap<>();

  private OriginatorActor(OriginateCall call) {
    this.call = call;
  }

  static Props props(OriginateCall call) {
    return Props.create(OriginatorActor.class, () -> new OriginatorActor(call));
  }

  @Override
  @SuppressWarnings("unchecked") // The store has events of one class.
  public Receive createReceive() {
    return receiveBuilder()
        .match(Result.class, result -> onResult((Result<Event, String, Meta>) result))
        .match(ValidationRequest.class, request -> onRequest((ValidationRequest<Event>) request))
        .match(PastEventsPage.class, page -> onPage((PastEventsPage<Event>) page))
        .match(ResponseTooLate.class, this::onTooLate)
        .match(Validate.class, this::onValidate)
        .match(Greeted.class, this::onGreeted)
        .match(Beat.class, beat -> onBeat())
        .build();
  }

  private void onResult(Result<Event, String, Meta> result) {
    ProspectiveEvent<Event> event = result.prospectiveEvent();
    call.validations().ended(event.scopeId(), event.eventId());
    if (!delegated.isEmpty() && isDelegated(new DelegatedEvent(event.scopeId(), event.eventId()))) {
      call.surroundings().delegation().tell(new DelegationActor.Ended(result), getSelf());
      call.delegationEnds();
    } else {
      call.end(
          call.hello().getOmitsEventsInResults()
              ? ResultWriter.withoutEvents(result)
              : ResultWriter.withEvents(result));
    }
  }

  private boolean isDelegated(DelegatedEvent event) {
    boolean isDelegated = delegated.containsKey(event);
    delegated.computeIfPresent(event, (key, open) -> open == 1 ? null : open - 1);
    return isDelegated;
  }

  private void onRequest(ValidationRequest<Event> request) {
    call.ask(request, getSender());
  }

  private void onPage(PastEventsPage<Event> page) {
    call.validations().pageArrived(page.scopeId());
    call.send(ConversationWriter.page(page));
  }

  private void onTooLate(ResponseTooLate tooLate) {
    call.send(
        ConversationWriter.tooLate(
            tooLate.scopeId().value(), ConversationWriter.token(tooLate.token())));
  }

  private void onValidate(Validate validate) {
    StoreIfValid<Event> submission = validate.submission();
    delegated.merge(DelegatedEvent.of(submission), 1, Integer::sum);
    call.delegationBegins();
    call.surroundings()
        .receptionist()
        .tell(
            call.hello().getKeepsShownEvents() ? submission.keepingShownEvents() : submission,
            getSelf());
  }

  private void onGreeted(Greeted greeted) {
    Hello hello = greeted.hello();
    if (hello.hasValidates()) {
      call.surroundings()
          .delegation()
          .tell(new DelegationActor.Join(hello.getValidates().getScopePrefixesList()), getSelf());
    }
    long intervalMillis = hello.getHeartbeatIntervalMillis();
    if (intervalMillis > 0) {
      getTimers().startTimerWithFixedDelay("beat", new Beat(), Duration.ofMillis(intervalMillis));
    }
  }

  private void onBeat() {
    long intervalMillis = call.hello().getHeartbeatIntervalMillis();
    long silentMillis = call.silence().toMillis();
    if (silentMillis > SILENT_INTERVALS_MAX * intervalMillis) {
      call.fail(
          Status.DEADLINE_EXCEEDED.withDescription(
              "expected a message every "
                  + intervalMillis
                  + " ms, found none for "
                  + silentMillis));
    } else {
      call.send(OriginateCall.HEARTBEAT);
      call.endIfNotAdmitted();
    }
  }
}
