package io.atomicstore.client;

import static io.atomicstore.client.ServerAndClient.await;
import static io.atomicstore.client.ServerAndClient.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.GetResultResponse;
import io.atomicstore.protocol.PastEventsPage;
import io.atomicstore.protocol.ResponseTooLate;
import io.atomicstore.protocol.ValidationRequest;
import io.atomicstore.protocol.Welcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that say what they must not say, or what this client does not understand. */
final class BadInputTest {

  private final ServerAndClient test = new ServerAndClient();

  @AfterEach
  void stop() {
    test.close();
  }

  static Stream<AtomicStoreMessage> messagesThatBreakTheConnection() {
    return Stream.of(
        result("lot", "not-a-uuid"),
        result("", idOf("a").toString()),
        request(ValidationRequest.newBuilder()),
        AtomicStoreMessage.newBuilder()
            .setPastEventsPage(
                PastEventsPage.newBuilder()
                    .setScopeId("lot")
                    .setToken("t")
                    .addPastEvents(ByteString.EMPTY))
            .build(),
        AtomicStoreMessage.newBuilder()
            .setResponseTooLate(ResponseTooLate.getDefaultInstance())
            .build());
  }

  static Stream<AtomicStoreMessage> messagesForNobody() {
    return Stream.of(
        result("lot", idOf("nobody").toString()),
        request(
            ValidationRequest.newBuilder()
                .setScopeId("lot")
                .setEventId(idOf("nobody").toString())
                .setToken("t")),
        AtomicStoreMessage.newBuilder()
            .setResponseTooLate(ResponseTooLate.newBuilder().setToken("t"))
            .build(),
        AtomicStoreMessage.getDefaultInstance(),
        TestMessages.ofUnknownType());
  }

  private static AtomicStoreMessage result(String scopeId, String eventId) {
    return AtomicStoreMessage.newBuilder()
        .setResult(
            io.atomicstore.protocol.Result.newBuilder().setScopeId(scopeId).setEventId(eventId))
        .build();
  }

  private static AtomicStoreMessage request(ValidationRequest.Builder request) {
    return AtomicStoreMessage.newBuilder().setValidationRequest(request).build();
  }

  @ParameterizedTest
  @MethodSource("messagesThatBreakTheConnection")
  void connectsAnewAfterAMessageThatCantBeRight(AtomicStoreMessage message) {
    await(test.store("a"));
    CompletableFuture<Void> again = new CompletableFuture<>();
    test.server.takeOnly(
        taken -> {
          if (taken.hasHello()) {
            again.complete(null);
          }
          return true;
        });

    test.server.sendToAll(message);
    await(again);

    assertThat(await(test.store("b"))).extracting("sequenceNr").isEqualTo(2L);
  }

  @ParameterizedTest
  @MethodSource("messagesForNobody")
  void passesOverWhatIsForNobody(AtomicStoreMessage message) {
    await(test.store("a"));
    AtomicInteger hellos = test.countHellos();

    test.server.sendToAll(message);

    assertThat(await(test.store("b"))).extracting("sequenceNr").isEqualTo(2L);
    assertThat(hellos).hasValue(0);
  }

  /** The result comes back as {@code false} the first time, with this message in its place. */
  private void answerFirstWith(io.atomicstore.protocol.Result.Builder other) {
    AtomicInteger results = new AtomicInteger();
    test.server.sendOnly(
        message -> {
          if (message.hasResult() && results.getAndIncrement() == 0) {
            test.server.run(
                () ->
                    test.server.sendDirectly(
                        AtomicStoreMessage.newBuilder()
                            .setResult(
                                other
                                    .setScopeId(message.getResult().getScopeId())
                                    .setEventId(message.getResult().getEventId()))
                            .build()));
            return false;
          }
          return true;
        });
  }

  @Test
  void asksAgainAfterAnOutcomeThatItDoesNotKnow() {
    await(test.store("before"));
    answerFirstWith(
        io.atomicstore.protocol.Result.newBuilder()
            .setUnknownFields(TestMessages.ofANewerServer()));
    AtomicInteger hellos = test.countHellos();

    assertThat(await(test.store("a"))).extracting("isDuplicate").isEqualTo(true);
    assertThat(hellos).hasValue(0);
  }

  @Test
  void readsMessagesWithFieldsThatItDoesNotKnow() {
    test.server.welcome(
        Welcome.newBuilder().setUnknownFields(TestMessages.ofANewerServer()).build());
    test.server.breakStreams();
    var accepted =
        io.atomicstore.protocol.Result.newBuilder()
            .setWasAccepted(true)
            .setUnknownFields(TestMessages.ofANewerServer());
    accepted.getAcceptedBuilder().setSequenceNr(1).setUnknownFields(TestMessages.ofANewerServer());
    answerFirstWith(accepted);

    assertThat(await(test.store("a"))).extracting("isDuplicate").isEqualTo(false);
  }

  @Test
  void takesWhatItDoesNotKnowOfASubmissionForNothing() {
    var response =
        GetResultResponse.newBuilder().setUnknownFields(TestMessages.ofANewerServer()).build();
    var mapper = new ResultMapper<>(Formats.of(EventFormat.text("text")));

    assertThat(mapper.recorded(response)).isEqualTo(new RecordedResult.NotKnown<>());
  }

  @Test
  void asksAgainAfterAResultThatContradictsItself() {
    var contradiction = io.atomicstore.protocol.Result.newBuilder().setWasAccepted(true);
    contradiction.getRejectedBuilder().setIsDuplicate(true);
    answerFirstWith(contradiction);

    assertThat(await(test.store("a"))).extracting("isDuplicate").isEqualTo(true);
  }

  @Test
  void asksAgainAfterTheServerCouldNotTell() {
    var unknown = io.atomicstore.protocol.Result.newBuilder();
    unknown.getUnknownBuilder().setCause("no idea");
    answerFirstWith(unknown);

    assertThat(await(test.store("a"))).extracting("isDuplicate").isEqualTo(true);
  }

  @Test
  void submitsAgainAfterTheServerDidNotLook() {
    var unavailable = io.atomicstore.protocol.Result.newBuilder();
    unavailable.getUnavailableBuilder().setCause("not now");
    answerFirstWith(unavailable);

    assertThat(await(test.store("a")).wasAccepted()).isTrue();
  }

  @Test
  void passesOnAtOnceThatTheServerIsOverloaded() {
    var overloaded = io.atomicstore.protocol.Result.newBuilder();
    overloaded.getOverloadedBuilder().setWaitingEventCount(7);
    answerFirstWith(overloaded);

    var result = await(test.store("a"));

    assertThat(result).isEqualTo(new Result.Overloaded<>(result.prospectiveEvent(), 7, 0));
  }

  @Test
  void doesNotSendWhatTheServerSaysThatItWillNotTake() {
    test.server.welcome(Welcome.newBuilder().setMessageBytesMax(500).build());
    test.server.breakStreams();
    await(test.store("first"));
    AtomicInteger hellos = test.countHellos();

    var large = await(test.store("x".repeat(500)));

    assertThat(large)
        .isInstanceOf(Result.Refused.class)
        .extracting("cause")
        .asString()
        .contains("at most 500 bytes with all that goes with it, found ");
    assertThat(await(test.store("small")).wasAccepted()).isTrue();
    assertThat(hellos).hasValue(0);
  }
}
