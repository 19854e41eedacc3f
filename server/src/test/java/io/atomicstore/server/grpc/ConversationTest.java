package io.atomicstore.server.grpc;

import static io.atomicstore.server.grpc.RawOriginator.event;
import static io.atomicstore.server.grpc.RawOriginator.expected;
import static io.atomicstore.server.grpc.RawOriginator.no;
import static io.atomicstore.server.grpc.RawOriginator.yes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.atomicstore.core.EventId;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Decided;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.protocol.GetPastEvents;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.LogPrefix;
import io.atomicstore.protocol.Meta;
import io.atomicstore.protocol.PastEventsPage;
import io.atomicstore.protocol.Result;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.ValidationRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConversationTest {

  @TempDir private Path directory;
  private NodeUnderTest node;
  private RawOriginator originator;

  @BeforeEach
  void start() {
    node = new NodeUnderTest(directory);
    originator = node.originator();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void storesWhatIsAccepted() {
    StoreIfValid.Builder submission =
        event("lot", "bid").addHeaders(EventHeader.newBuilder().setType("bid-placed"));

    originator.submit(submission);
    ValidationRequest request = originator.request();
    originator.respond(yes(request));
    Result result = originator.result();

    assertThat(request.getScopeId()).isEqualTo("lot");
    assertThat(request.getEventId()).isEqualTo(submission.getEventId());
    assertThat(request.getProspectiveEventsList()).isEqualTo(submission.getEventsList());
    assertThat(request.getProspectiveHeadersList()).isEqualTo(submission.getHeadersList());
    assertThat(request.getPastEventsList()).isEmpty();
    assertThat(result.getWasAccepted()).isTrue();
    assertThat(result.getAccepted().getSequenceNr()).isEqualTo(1);
    assertThat(result.getAccepted().getIsDuplicate()).isFalse();
    assertThat(result.getScopeId()).isEqualTo("lot");
    assertThat(result.getEventId()).isEqualTo(submission.getEventId());
    assertThat(result.getProspectiveEvent()).isEqualTo(submission.getEvents(0));
    assertThat(result.getStoredEventListList()).isEqualTo(submission.getEventsList());
  }

  @Test
  void showsThePastToTheNext() {
    StoreIfValid.Builder first =
        event("lot", "first")
            .addHeaders(
                EventHeader.newBuilder()
                    .setType("bid-placed")
                    .setContentType("text/plain")
                    .putMetadata("trace", "7"));
    originator.store(first);

    originator.submit(event("lot", "second"));
    ValidationRequest request = originator.request();

    assertThat(request.getPastEventsList()).isEqualTo(first.getEventsList());
    assertThat(request.getPastHeaders(0).getHeader()).isEqualTo(first.getHeaders(0));
    assertThat(request.getPastHeaders(0).getEventId()).isEqualTo(first.getEventId());
    assertThat(request.getPastHeaders(0).getStoredAtMillis()).isPositive();
    assertThat(request.getAfter().getSequenceNr()).isZero();
    assertThat(request.getPast().getSequenceNr()).isEqualTo(1);
    assertThat(request.getPast().getHash())
        .isEqualTo(
            io.atomicstore.core.LogPrefix.EMPTY
                .followedBy(EventId.parse(first.getEventId()))
                .hash());
  }

  @Test
  void tellsARejectionWithItsReasonAndMeta() {
    Meta meta =
        Meta.newBuilder()
            .setContentType("text/plain")
            .setValue(ByteString.copyFromUtf8("meta"))
            .build();

    originator.submit(event("lot", "bid"));
    originator.respond(no(originator.request(), "too low").setMeta(meta));
    Result result = originator.result();

    assertThat(result.getWasAccepted()).isFalse();
    assertThat(result.hasRejected()).isTrue();
    assertThat(result.getReason()).isEqualTo("too low");
    assertThat(result.getMeta()).isEqualTo(meta);
    assertThat(result.getStoredEventListList()).isEmpty();
  }

  @Test
  void tellsWhatWentWrongInAValidation() {
    originator.submit(event("lot", "bid"));
    originator.respond(yes(originator.request()).setValidationDidPass(false).setCause("bug"));

    assertThat(originator.result().getRejected().getCause()).isEqualTo("bug");
  }

  @Test
  void leavesTheEventsOutOfResultsIfAsked() {
    originator.hello(Hello.newBuilder().setOmitsEventsInResults(true));
    assertThat(originator.next().getWelcome().getOpenSubmissionsMax()).isEqualTo(10_000);

    Result result = originator.store(event("lot", "bid"));

    assertThat(result.getWasAccepted()).isTrue();
    assertThat(result.getProspectiveEvent()).isEqualTo(ByteString.EMPTY);
    assertThat(result.getStoredEventListList()).isEmpty();
  }

  @Test
  void letsADecisionStandThatWasTakenOnAllOfTheLog() {
    originator.submit(event("lot", "first").setDecided(Decided.newBuilder().setDidPass(true)));
    assertThat(originator.result().getAccepted().getSequenceNr()).isEqualTo(1);

    originator.submit(
        event("lot", "second")
            .setDecided(Decided.newBuilder().setReason("no").setKnown(after("lot"))));
    assertThat(originator.result().getReason()).isEqualTo("no");
  }

  /** The log up to its end. */
  private LogPrefix after(String scope) {
    RawOriginator other = node.originator();
    other.submit(event(scope, "asks"));
    ValidationRequest request = other.request();
    other.respond(no(request, "only asked"));
    other.result();
    return request.getPast();
  }

  @Test
  void asksWhereADecisionWasTakenOnLess() {
    originator.store(event("lot", "first"));

    originator.submit(event("lot", "second").setDecided(Decided.newBuilder().setDidPass(true)));
    ValidationRequest request = originator.request();
    originator.respond(no(request, "too late"));

    assertThat(request.getPastEventsCount()).isEqualTo(1);
    assertThat(originator.result().getReason()).isEqualTo("too late");
  }

  @Test
  void storesWhereTheLogEndsAsExpected() {
    originator.submit(event("lot", "first").setExpected(expected(0)));
    assertThat(originator.result().getAccepted().getSequenceNr()).isEqualTo(1);

    originator.submit(event("lot", "second").setExpected(expected(0)));
    Result result = originator.result();

    assertThat(result.getConflict().getExpectedSequenceNr()).isZero();
    assertThat(result.getConflict().getSequenceNr()).isEqualTo(1);
    assertThat(result.getWasAccepted()).isFalse();
  }

  @Test
  void storesSeveralEventsTogether() {
    Result result =
        originator.store(
            event("lot", "a")
                .addEvents(ByteString.copyFromUtf8("b"))
                .addEvents(ByteString.copyFromUtf8("c")));

    assertThat(result.getAccepted().getSequenceNr()).isEqualTo(1);
    assertThat(result.getStoredEventListList()).hasSize(3);
    assertThat(originator.store(event("lot", "d")).getAccepted().getSequenceNr()).isEqualTo(4);
  }

  @Test
  void refusesWhatFollowsASeal() {
    originator.store(event("lot", "last").setSealsLog(true));

    originator.submit(event("lot", "more"));

    assertThat(originator.result().getSealed().getSequenceNr()).isEqualTo(1);
  }

  @Test
  void givesTheFirstResultAgain() {
    StoreIfValid.Builder submission = event("lot", "bid");
    originator.store(submission);

    originator.submit(submission);
    Result again = originator.result();
    originator.submit(
        StoreIfValid.newBuilder(submission.build())
            .setEvents(0, ByteString.copyFromUtf8("another")));
    Result other = originator.result();

    assertThat(again.getAccepted().getIsDuplicate()).isTrue();
    assertThat(again.getAccepted().getSequenceNr()).isEqualTo(1);
    assertThat(other.getEventIdTaken().getSequenceNr()).isEqualTo(1);
  }

  @Test
  void handsOverALongPastInPages() {
    int events = 40;
    ByteString large = ByteString.copyFrom(new byte[10_000]);
    for (int i = 0; i < events; i++) {
      originator.submit(event("lot", "").setEvents(0, large).setExpected(expected(i)));
      originator.result();
    }

    originator.submit(event("lot", "next"));
    ValidationRequest request = originator.request();
    List<ByteString> past = new ArrayList<>(request.getPastEventsList());
    while (past.size() < request.getPast().getSequenceNr()) {
      originator.send(
          AtomicStoreMessage.newBuilder()
              .setGetPastEvents(
                  GetPastEvents.newBuilder()
                      .setScopeId("lot")
                      .setToken(request.getToken())
                      .setAfterSequenceNr(past.size()))
              .build());
      PastEventsPage page = originator.next().getPastEventsPage();
      assertThat(page.getAfter().getSequenceNr()).isEqualTo(past.size());
      past.addAll(page.getPastEventsList());
    }
    originator.respond(yes(request));

    assertThat(request.getPastEventsCount()).isLessThan(events);
    assertThat(past).hasSize(events).allMatch(large::equals);
    assertThat(originator.result().getAccepted().getSequenceNr()).isEqualTo(events + 1);
  }

  @Test
  void answersWhatIsOpenWhenTheOriginatorSubmitsNothingMore() {
    originator.submit(event("lot", "bid").setExpected(expected(0)));
    originator.halfClose();

    assertThat(originator.result().getWasAccepted()).isTrue();
    assertThat(originator.end().isOk()).isTrue();
  }

  @Test
  void answersForAnOriginatorThatEndsTheStreamBeforeItHasAnswered() {
    RawOriginator other = node.originator();
    originator.submit(event("lot", "asked"));
    originator.submit(event("lot", "waits"));
    originator.request();
    other.submit(event("lot", "next"));

    originator.halfClose();

    assertThat(originator.result().getRejected().getCause())
        .isEqualTo("the originator ended the stream before it answered");
    assertThat(originator.result().hasRejected()).isTrue();
    assertThat(originator.end().isOk()).isTrue();
    other.respond(yes(other.request()));
    assertThat(other.result().getAccepted().getSequenceNr()).isEqualTo(1);
  }

  @Test
  void holdsManyConversationsOnOneStream() {
    int scopes = 200;
    for (int i = 0; i < scopes; i++) {
      originator.submit(event("lot-" + i, "bid"));
    }
    int accepted = 0;
    for (int i = 0; i < 2 * scopes; i++) {
      AtomicStoreMessage message = originator.next();
      if (message.hasValidationRequest()) {
        originator.respond(yes(message.getValidationRequest()));
      } else if (message.getResult().getWasAccepted()) {
        accepted++;
      }
    }

    assertThat(accepted).isEqualTo(scopes);
  }
}
