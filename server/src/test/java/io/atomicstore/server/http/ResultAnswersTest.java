package io.atomicstore.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.atomicstore.core.EventId;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.protocol.Meta;
import io.atomicstore.server.conversation.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table from results to HTTP, line by line. */
final class ResultAnswersTest {

  private static final EventId EVENT_ID = EventId.parse("01983a3e-7d10-7cc3-98c4-dc0c0c07398f");
  private static final ScopeId SCOPE = new ScopeId("лот/17");
  private static final Event EVENT =
      new Event(SCOPE, EventHeader.getDefaultInstance(), ByteString.copyFromUtf8("bid"));
  private static final ProspectiveEvent<Event> PROSPECTIVE =
      new ProspectiveEvent<>(SCOPE, EVENT_ID, List.of(EVENT, EVENT), false);
  private static final Meta META =
      Meta.newBuilder()
          .setContentType("application/json")
          .setValue(ByteString.copyFromUtf8("{\"a\": 1}"))
          .build();

  /** One line of the table. */
  record Line(Result<Event, String, Meta> result, int status, String type) {

    @Override
    public String toString() {
      return result.getClass().getSimpleName();
    }
  }

  static List<Line> lines() {
    return List.of(
        new Line(new Result.Rejected<>(PROSPECTIVE, "low", META, null, false), 422, "rejected"),
        new Line(new Result.TimedOut<>(PROSPECTIVE, "late", Duration.ZERO), 504, "timed-out"),
        new Line(new Result.Overloaded<>(PROSPECTIVE, 10, 20), 429, "overloaded"),
        new Line(new Result.Unavailable<>(PROSPECTIVE, "closed"), 503, "unavailable"),
        new Line(new Result.Unknown<>(PROSPECTIVE, "lost"), 500, "unknown"),
        new Line(new Result.EventIdTaken<>(PROSPECTIVE, 3), 409, "event-id-taken"),
        new Line(new Result.Conflict<>(PROSPECTIVE, 4, 5), 412, "log-moved"),
        new Line(new Result.Sealed<>(PROSPECTIVE, 6), 409, "log-sealed"),
        new Line(new Result.Refused<>(PROSPECTIVE, "too large"), 400, "refused"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void givesEachResultItsStatusAndType(Line line) {
    HttpResponse response = ResultAnswers.of(line.result());
    JsonNode problem = json(response);

    assertThat(response.status().intValue()).isEqualTo(line.status());
    assertThat(problem.get("status").asInt()).isEqualTo(line.status());
    assertThat(problem.get("type").asText()).isEqualTo("urn:atomic-store:" + line.type());
    assertThat(problem.get("title").asText()).isNotEmpty();
    assertThat(problem.get("scope").asText()).isEqualTo("лот/17");
    assertThat(problem.get("eventId").asText()).isEqualTo(EVENT_ID.toString());
    assertThat(response.entity().getContentType().toString()).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void saysWhetherSomethingWasStored(Line line) {
    JsonNode problem = json(ResultAnswers.of(line.result()));

    if (line.result() instanceof Result.Unknown) {
      assertThat(problem.get("detail").asText()).contains("to find out");
    } else {
      assertThat(problem.get("detail").asText()).endsWith("nothing was stored");
    }
  }

  @Test
  void tellsWhereAnAcceptedEventIs() {
    HttpResponse response = ResultAnswers.of(new Result.Accepted<>(PROSPECTIVE, 7, META, false));
    JsonNode stored = json(response);

    assertThat(response.status().intValue()).isEqualTo(201);
    assertThat(header(response, "Location")).isEqualTo("/scopes/%D0%BB%D0%BE%D1%82%2F17/events/7");
    assertThat(header(response, "ETag")).isEqualTo("\"8\"");
    assertThat(stored.get("sequenceNr").asLong()).isEqualTo(7);
    assertThat(stored.get("lastSequenceNr").asLong()).isEqualTo(8);
    assertThat(stored.get("isDuplicate").asBoolean()).isFalse();
    assertThat(stored.at("/meta/data/a").asInt()).isEqualTo(1);
  }

  @Test
  void tellsADuplicateTheSamePlaceWithAnotherStatus() {
    HttpResponse response = ResultAnswers.of(new Result.Accepted<>(PROSPECTIVE, 7, null, true));

    assertThat(response.status().intValue()).isEqualTo(200);
    assertThat(header(response, "Location")).isEqualTo("/scopes/%D0%BB%D0%BE%D1%82%2F17/events/7");
    assertThat(json(response).get("isDuplicate").asBoolean()).isTrue();
    assertThat(json(response).has("meta")).isFalse();
  }

  @Test
  void tellsWhereTheLogEndsInstead() {
    HttpResponse response = ResultAnswers.of(new Result.Conflict<>(PROSPECTIVE, 4, 5));

    assertThat(header(response, "ETag")).isEqualTo("\"5\"");
    assertThat(json(response).get("expectedSequenceNr").asLong()).isEqualTo(4);
    assertThat(json(response).get("sequenceNr").asLong()).isEqualTo(5);
  }

  @Test
  void tellsWhenToComeBack() {
    assertThat(header(ResultAnswers.of(new Result.Overloaded<>(PROSPECTIVE, 1, 2)), "Retry-After"))
        .isEqualTo("1");
    assertThat(
            header(ResultAnswers.of(new Result.Unavailable<>(PROSPECTIVE, "now")), "Retry-After"))
        .isEqualTo("1");
  }

  @Test
  void tellsReasonCauseAndMetaOfARejection() {
    JsonNode decided =
        json(ResultAnswers.of(new Result.Rejected<>(PROSPECTIVE, "low", META, null, true)));
    JsonNode failed =
        json(
            ResultAnswers.of(
                new Result.Rejected<>(
                    PROSPECTIVE, null, null, new IllegalStateException("bug"), false)));

    assertThat(decided.get("reason").asText()).isEqualTo("low");
    assertThat(decided.get("isDuplicate").asBoolean()).isTrue();
    assertThat(decided.at("/meta/data/a").asInt()).isEqualTo(1);
    assertThat(failed.get("detail").asText()).startsWith("the validation failed: bug");
    assertThat(failed.has("reason")).isFalse();
  }

  @Test
  void tellsFailuresByTheirKind() {
    assertThat(ResultAnswers.problem(new IllegalArgumentException("bad")).type())
        .isEqualTo(ProblemType.BAD_REQUEST);
    assertThat(
            ResultAnswers.problem(
                    new CompletionException(
                        Problem.of(ProblemType.TOO_LARGE, "large").asException()))
                .type())
        .isEqualTo(ProblemType.TOO_LARGE);
    assertThat(ResultAnswers.problem(new IllegalStateException("bug")).type())
        .isEqualTo(ProblemType.FAULT);
  }

  private static JsonNode json(HttpResponse response) {
    return HttpNode.json(((HttpEntity.Strict) response.entity()).getData().utf8String());
  }

  private static String header(HttpResponse response, String name) {
    return response.getHeader(name).map(HttpHeader::value).orElse("none");
  }
}
