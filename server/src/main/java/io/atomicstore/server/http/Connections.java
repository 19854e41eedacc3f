package io.atomicstore.server.http;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;

/**
 * The connections of an edge, and the answers on them: ends them in such a way that what was
 * answered arrives. Pekko HTTP's own termination resets connections whose answers are on their way.
 */
final class Connections {

  private final Ongoing connections = new Ongoing();
  private final Ongoing answers = new Ongoing();
  private final SharedKillSwitch ending = KillSwitches.shared("connections");
  private final RequestPatience patience;

  /**
   * None has begun yet.
   *
   * @param patience with those on which no request arrives
   */
  Connections(RequestPatience patience) {
    this.patience = patience;
  }

  /**
   * What is done with the requests of each connection, one after the other.
   *
   * @param answer makes an answer; its stage does not fail
   */
  Flow<HttpRequest, HttpResponse, NotUsed> flow(
      Function<HttpRequest, CompletionStage<HttpResponse>> answer) {
    return Flow.fromMaterializer((running, attributes) -> begun(answer))
        .mapMaterializedValue(begun -> NotUsed.getInstance());
  }

  private Flow<HttpRequest, HttpResponse, NotUsed> begun(
      Function<HttpRequest, CompletionStage<HttpResponse>> answer) {
    Ongoing.One connection = connections.begin();
    RequestPatience.Waiting waiting = patience.begin();
    return Flow.of(HttpRequest.class)
        .via(ending.flow())
        .via(waiting.flow())
        .mapAsync(1, request -> tracked(request, answer, waiting))
        .watchTermination(
            (nothing, done) -> {
              done.whenComplete(
                  (ended, failure) -> {
                    waiting.end();
                    connection.end();
                  });
              return nothing;
            });
  }

  private CompletionStage<HttpResponse> tracked(
      HttpRequest request,
      Function<HttpRequest, CompletionStage<HttpResponse>> answer,
      RequestPatience.Waiting waiting) {
    Ongoing.One begun = answers.begin();
    waiting.hasArrived();
    return answer
        .apply(request)
        .thenApply(
            response ->
                toItsEnd(
                    response,
                    () -> {
                      begun.end();
                      waiting.again();
                    }));
  }

  private static HttpResponse toItsEnd(HttpResponse response, Runnable end) {
    if (response.entity().isStrict()) {
      end.run();
      return response;
    }
    return response.transformEntityDataBytes(
        Flow.of(ByteString.class)
            .watchTermination(
                (nothing, done) -> {
                  done.whenComplete((ended, failure) -> end.run());
                  return nothing;
                }));
  }

  /** Completes when the answers that are under way have ended, or {@code grace} has. */
  CompletionStage<Void> whenAnswered(Duration grace) {
    return answers.whenEnded(grace);
  }

  /** Takes no more requests on any connection, and ends each behind its last answer. */
  CompletionStage<Void> end(Duration grace) {
    patience.end();
    ending.shutdown();
    return connections.whenEnded(grace);
  }
}
