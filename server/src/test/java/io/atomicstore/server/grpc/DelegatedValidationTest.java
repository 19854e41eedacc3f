package io.atomicstore.server.grpc;

import static io.atomicstore.server.grpc.RawOriginator.no;
import static io.atomicstore.server.grpc.RawOriginator.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.protocol.Delegated;
import io.atomicstore.protocol.DelegatedValidation;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.Result;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.ValidationRequest;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DelegatedValidationTest {

  @TempDir private Path directory;

  private static StoreIfValid.Builder event(String scope, String text) {
    return RawOriginator.event(scope, text).setDelegated(Delegated.getDefaultInstance());
  }

  private static RawOriginator validator(NodeUnderTest node, String prefix) {
    RawOriginator validator = node.originator();
    validator.hello(
        Hello.newBuilder()
            .setKeepsShownEvents(true)
            .setValidates(DelegatedValidation.newBuilder().addScopePrefixes(prefix)));
    assertThat(validator.next().hasWelcome()).isTrue();
    return validator;
  }

  @Test
  void asksWhoeverValidatesForTheOriginator() {
    try (NodeUnderTest node = new NodeUnderTest(directory)) {
      RawOriginator validator = validator(node, "lot-");
      RawOriginator originator = node.originator();

      originator.submit(event("lot-1", "first"));
      validator.respond(yes(validator.request()));
      Result accepted = originator.result();
      originator.submit(event("lot-1", "second"));
      ValidationRequest second = validator.request();
      validator.respond(no(second, "too low"));
      Result rejected = originator.result();

      assertThat(accepted.getAccepted().getSequenceNr()).isEqualTo(1);
      assertThat(rejected.getReason()).isEqualTo("too low");
      // The validator has seen the first event: it keeps what it was shown.
      assertThat(second.getAfter().getSequenceNr()).isEqualTo(1);
    }
  }

  @Test
  void asksTheOneWithTheLongestPrefix() {
    try (NodeUnderTest node = new NodeUnderTest(directory)) {
      RawOriginator all = validator(node, "");
      RawOriginator lots = validator(node, "lot-");
      RawOriginator originator = node.originator();

      originator.submit(event("lot-1", "bid"));
      lots.respond(yes(lots.request()));
      assertThat(originator.result().getWasAccepted()).isTrue();
      originator.submit(event("account", "deposit"));
      all.respond(yes(all.request()));

      assertThat(originator.result().getWasAccepted()).isTrue();
    }
  }

  @Test
  void asksAnotherOneWhenTheFirstEnds() {
    try (NodeUnderTest node = new NodeUnderTest(directory)) {
      RawOriginator first = validator(node, "lot-");
      RawOriginator originator = node.originator();
      originator.submit(event("lot-1", "bid"));
      first.request();
      RawOriginator second = validator(node, "lot-");

      first.kill();
      second.respond(yes(second.request()));

      Result result = originator.result();
      assertThat(result.getAccepted().getSequenceNr()).isEqualTo(1);
      assertThat(result.getAccepted().getIsDuplicate()).isFalse();
    }
  }

  @Test
  void takesTheAnswerAlthoughTheNodeStops() throws Exception {
    try (NodeUnderTest node = new NodeUnderTest(directory)) {
      RawOriginator validator = validator(node, "lot-");
      RawOriginator originator = node.originator();
      originator.submit(event("lot-1", "bid"));
      ValidationRequest request = validator.request();

      CompletableFuture<Void> stopped = CompletableFuture.runAsync(node::stop);
      assertThat(validator.next().hasStopping()).isTrue();
      assertThat(originator.next().hasStopping()).isTrue();
      validator.respond(yes(request));

      assertThat(originator.result().getAccepted().getSequenceNr()).isEqualTo(1);
      assertThat(validator.end().isOk()).isTrue();
      assertThat(originator.end().isOk()).isTrue();
      stopped.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void waitsForAValidatorIfNoneIsThere() {
    try (NodeUnderTest node = new NodeUnderTest(directory)) {
      RawOriginator originator = node.originator();
      originator.submit(event("lot-1", "bid"));
      originator.submit(event("lot-2", "overdue").setTimeoutMillis(200));

      Result overdue = originator.result();
      RawOriginator validator = validator(node, "lot-");
      validator.respond(yes(validator.request()));

      assertThat(overdue.getTimedOut().getWaitedMillis()).isGreaterThanOrEqualTo(200);
      assertThat(overdue.getScopeId()).isEqualTo("lot-2");
      assertThat(originator.result().getWasAccepted()).isTrue();
    }
  }

  @Test
  void refusesAtOnceIfSetSo() {
    try (NodeUnderTest node =
        new NodeUnderTest(directory, "conversations.without-validator = refuse")) {
      RawOriginator originator = node.originator();

      originator.submit(event("lot-1", "bid"));

      assertThat(originator.result().getUnavailable().getCause())
          .isEqualTo("no stream is connected that validates this scope");
    }
  }

  @Test
  void givesBothResultsOfOneEventThatWasSubmittedTwice() {
    try (NodeUnderTest node = new NodeUnderTest(directory)) {
      RawOriginator validator = validator(node, "");
      RawOriginator one = node.originator();
      RawOriginator other = node.originator();
      StoreIfValid.Builder submission = event("lot", "bid");
      one.submit(submission);
      ValidationRequest request = validator.request();
      other.submit(submission);
      validator.respond(yes(request));

      Result first = one.result();
      Result second = other.result();

      assertThat(first.getAccepted().getSequenceNr()).isEqualTo(1);
      assertThat(second.getAccepted().getSequenceNr()).isEqualTo(1);
      assertThat(first.getAccepted().getIsDuplicate())
          .isNotEqualTo(second.getAccepted().getIsDuplicate());
    }
  }
}
