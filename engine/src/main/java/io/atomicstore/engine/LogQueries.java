package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.pattern.Patterns;
import org.jspecify.annotations.Nullable;

/** Asks logs what they know, and again if they can't tell at the moment. */
final class LogQueries {

  /**
   * What is asked of one log.
   *
   * @param message what the receptionist gets
   * @param timeout how long to wait for the answer
   */
  record Question<A>(ScopeId scopeId, Object message, Class<A> answerClass, Duration timeout) {}

  /** The pauses after each refusal but the last: a log that is stopping is opened anew. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(200), Duration.ofMillis(800));

  private final ActorSystem system;
  private final ActorRef receptionist;

  LogQueries(ActorSystem system, ActorRef receptionist) {
    this.system = system;
    this.receptionist = receptionist;
  }

  /**
   * Asks, and asks again when the log refuses, for a second.
   *
   * @return fails with a {@link LogUnavailableException}
   */
  <A> CompletionStage<A> ask(Question<A> question) {
    CompletableFuture<A> answered = new CompletableFuture<>();
    ask(question, PAUSES, answered);
    return answered;
  }

  /**
   * Asks once.
   *
   * @return fails with a {@link LogUnavailableException}
   */
  <A> CompletionStage<A> askOnce(Question<A> question) {
    CompletableFuture<A> answered = new CompletableFuture<>();
    ask(question, List.of(), answered);
    return answered;
  }

  private <A> void ask(Question<A> question, List<Duration> pauses, CompletableFuture<A> answered) {
    Patterns.ask(receptionist, question.message(), question.timeout())
        .whenComplete(
            (answer, failure) -> {
              if (question.answerClass().isInstance(answer)) {
                answered.complete(question.answerClass().cast(answer));
              } else if (answer instanceof QueryRefused && !pauses.isEmpty()) {
                later(
                    pauses.get(0), () -> ask(question, pauses.subList(1, pauses.size()), answered));
              } else {
                answered.completeExceptionally(
                    new LogUnavailableException(question.scopeId(), causeOf(answer, failure)));
              }
            });
  }

  private static String causeOf(@Nullable Object answer, @Nullable Throwable failure) {
    if (answer instanceof QueryRefused refused) {
      return refused.cause();
    }
    return "no answer came from the log: " + (failure == null ? answer : failure);
  }

  /** Runs the action on a thread of the actor system. */
  void later(Duration pause, Runnable action) {
    system.scheduler().scheduleOnce(pause, action, system.dispatcher());
  }
}
