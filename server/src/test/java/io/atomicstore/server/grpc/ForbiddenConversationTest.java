package io.atomicstore.server.grpc;

import static io.atomicstore.server.grpc.RawOriginator.event;
import static io.atomicstore.server.grpc.RawOriginator.expected;
import static io.atomicstore.server.grpc.RawOriginator.no;
import static io.atomicstore.server.grpc.RawOriginator.yes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Decided;
import io.atomicstore.protocol.DelegatedValidation;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.protocol.GetPastEvents;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.QueryEvents;
import io.atomicstore.protocol.Result;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.ValidationRequest;
import io.atomicstore.protocol.ValidationResponse;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What originators must not say, and what they say too late. */
final class ForbiddenConversationTest {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  @TempDir private Path directory;
  private NodeUnderTest node;
  private RawOriginator originator;

  @BeforeEach
  void start() {
    node =
        new NodeUnderTest(
            directory,
            "limits.open-submissions-max = 3",
            "conversations.validation-timeout = 500ms");
    originator = node.originator();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void tellsWhoeverRespondsTwiceThatItIsTooLate() {
    originator.submit(event("lot", "bid"));
    ValidationRequest request = originator.request();

    originator.respond(yes(request));
    originator.respond(no(request, "changed my mind"));

    assertAcceptedAndTooLate(request);
  }

  private void assertAcceptedAndTooLate(ValidationRequest request) {
    AtomicStoreMessage one = originator.next();
    AtomicStoreMessage other = originator.next();
    Result result = one.hasResult() ? one.getResult() : other.getResult();
    AtomicStoreMessage tooLate = one.hasResult() ? other : one;
    assertThat(result.getWasAccepted()).isTrue();
    assertThat(tooLate.getResponseTooLate().getToken()).isEqualTo(request.getToken());
    assertThat(tooLate.getResponseTooLate().getScopeId()).isEqualTo("lot");
  }

  @Test
  void tellsWhoeverRespondsAfterTheDeadlineThatItIsTooLate() {
    originator.submit(event("lot", "bid"));
    ValidationRequest request = originator.request();

    Result result = originator.result();
    originator.respond(yes(request));

    assertThat(result.getTimedOut().getWaitedMillis()).isGreaterThanOrEqualTo(500);
    assertThat(result.getReason()).isEqualTo("timed out");
    assertThat(originator.next().getResponseTooLate().getToken()).isEqualTo(request.getToken());
    assertThat(originator.store(event("lot", "next")).getAccepted().getSequenceNr()).isEqualTo(1);
  }

  @Test
  void takesNoResponseFromWhoeverWasNotAsked() {
    RawOriginator other = node.originator();
    originator.submit(event("lot", "bid"));
    ValidationRequest request = originator.request();

    other.respond(yes(request));
    String tooLate = other.next().getResponseTooLate().getToken();
    originator.respond(no(request, "mine to say"));

    assertThat(tooLate).isEqualTo(request.getToken());
    assertThat(originator.result().getReason()).isEqualTo("mine to say");
  }

  @Test
  void takesNoResponseWithATokenOfAnotherRequest() {
    originator.submit(event("lot", "bid"));
    originator.submit(event("other", "bid"));
    ValidationRequest one = originator.request();
    ValidationRequest two = originator.request();

    originator.respond(yes(one).setToken(two.getToken()));

    assertThat(originator.next().getResponseTooLate().getToken()).isEqualTo(two.getToken());
  }

  @Test
  void takesNoPageRequestFromWhoeverWasNotAsked() {
    originator.send(
        AtomicStoreMessage.newBuilder()
            .setGetPastEvents(GetPastEvents.newBuilder().setScopeId("lot").setToken(TOKEN))
            .build());

    assertThat(originator.next().getResponseTooLate().getToken()).isEqualTo(TOKEN);
  }

  @Test
  void endsAStreamWhoseTokenIsNone() {
    originator.respond(
        ValidationResponse.newBuilder()
            .setScopeId("lot")
            .setToken("xyz")
            .setValidationDidPass(true));

    assertInvalid("validation_response: a token has 32 characters, found 3");
  }

  @Test
  void takesANoWithoutAReasonForAFaultOfTheValidator() {
    originator.submit(event("lot", "bid"));
    originator.respond(yes(originator.request()).setValidationDidPass(false));
    assertThat(originator.result().getRejected().getCause())
        .isEqualTo("the validator gave no reason");

    originator.submit(event("lot", "bid").setDecided(Decided.getDefaultInstance()));
    assertThat(originator.result().getRejected().getCause())
        .isEqualTo("the validator gave no reason");
  }

  @Test
  void endsAStreamThatQueries() {
    originator.send(
        AtomicStoreMessage.newBuilder().setQueryEvent(QueryEvents.getDefaultInstance()).build());

    assertInvalid("found QUERY_EVENT");
  }

  @Test
  void endsAStreamThatSaysNothing() {
    originator.send(AtomicStoreMessage.getDefaultInstance());

    assertInvalid("found TYPE_NOT_SET");
  }

  @Test
  void endsAStreamThatGreetsTwice() {
    originator.hello(Hello.newBuilder());
    assertThat(originator.next().hasWelcome()).isTrue();
    originator.hello(Hello.newBuilder());

    assertInvalid("expected hello before all other messages, found it behind one");
  }

  @Test
  void endsAStreamWhoseHelloIsWrong() {
    originator.hello(Hello.newBuilder().setHeartbeatIntervalMillis(99));
    assertInvalid("heartbeat_interval_millis must be 0 or 100 to 3600000, found 99");

    originator = node.originator();
    originator.hello(Hello.newBuilder().setName("x".repeat(201)));
    assertInvalid("name may have at most 200 bytes, found 201");

    originator = node.originator();
    originator.hello(Hello.newBuilder().setValidates(DelegatedValidation.getDefaultInstance()));
    assertInvalid("validates needs 1 to 1000 scope_prefixes, found 0");
  }

  private void assertInvalid(String description) {
    Status status = originator.end();
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains(description);
  }

  @Test
  void refusesSubmissionsThatCantBeRight() {
    assertRefused(event("", "bid"), "scope must be 1 to 255 bytes of UTF-8, got 0");
    assertRefused(event("a\nb", "bid"), "control characters");
    assertRefused(event("lot", "bid").setEventId("7"), "event id must be a UUID, found '7'");
    assertRefused(event("lot", "bid").clearEvents(), "at least one event");
    assertRefused(
        event("lot", "bid")
            .addHeaders(EventHeader.getDefaultInstance())
            .addHeaders(EventHeader.getDefaultInstance()),
        "one for each of 1 events, found 2");
    assertRefused(event("lot", "bid").setTimeoutMillis(-1), "timeout_millis must be 0 to");
    assertRefused(event("lot", "bid").setExpected(expected(-1)), "-1");
    assertRefused(event("lot", "bid").setKnownSequenceNr(-7), "-7");
    assertRefused(
        event("lot", "").setEvents(0, ByteString.copyFrom(new byte[(1 << 20) + 1])),
        "an event may have at most 1048576 bytes, found 1048577");
    assertRefused(
        event("lot", "bid").addHeaders(EventHeader.newBuilder().setType("x".repeat(20_000))),
        "may have at most 16384 bytes");
    ByteString half = ByteString.copyFrom(new byte[(1 << 19) + 1]);
    assertRefused(
        event("lot", "").setEvents(0, half).addEvents(half),
        "may have at most 1048576 bytes with their headers, found 1048578");
  }

  @Test
  void answersInLowerCaseWhateverBecomesOfTheSubmission() {
    String eventId = "01983a3e-7d10-7cc3-98c4-dc0c0c07398f";

    originator.submit(event("lot", "").setEventId(eventId.toUpperCase(Locale.ROOT)).clearEvents());
    Result refused = originator.result();
    Result accepted =
        originator.store(event("lot", "bid").setEventId(eventId.toUpperCase(Locale.ROOT)));

    assertThat(refused.hasRefused()).isTrue();
    assertThat(refused.getEventId()).isEqualTo(eventId);
    assertThat(accepted.getEventId()).isEqualTo(eventId);
  }

  private void assertRefused(StoreIfValid.Builder submission, String cause) {
    originator.submit(submission);
    Result result = originator.result();
    assertThat(result.getRefused().getCause()).contains(cause);
    assertThat(result.getScopeId()).isEqualTo(submission.getScopeId());
    assertThat(result.getEventId()).isEqualTo(submission.getEventId());
    assertThat(result.getWasAccepted()).isFalse();
  }

  @Test
  void answersOneSubmissionTooManyAtOnce() {
    for (int i = 0; i < 3; i++) {
      originator.submit(event("lot-" + i, "bid"));
    }
    ValidationRequest first = originator.request();
    originator.request();
    originator.request();

    originator.submit(event("lot-3", "bid"));
    Result result = originator.result();
    originator.respond(yes(first));

    assertThat(result.getOverloaded().getCause()).contains("has 3 submissions without a result");
    assertThat(result.getScopeId()).isEqualTo("lot-3");
    assertThat(originator.result().getWasAccepted()).isTrue();
    assertThat(originator.store(event("lot-4", "bid")).getWasAccepted()).isTrue();
  }
}
