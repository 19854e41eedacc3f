package io.atomicstore.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** All that one incarnation of a log had done, in order, and what that tells a test. */
final class EffectsOfLog {

  private final List<Effect<String, String, Long, String>> effects = new ArrayList<>();

  void addAll(List<Effect<String, String, Long, String>> more) {
    effects.addAll(more);
  }

  List<Effect<String, String, Long, String>> all() {
    return effects;
  }

  List<Effect.AskForValidation<String, String, Long, String>> asks() {
    List<Effect.AskForValidation<String, String, Long, String>> asks = new ArrayList<>();
    for (Effect<String, String, Long, String> effect : effects) {
      if (effect instanceof Effect.AskForValidation<String, String, Long, String> ask) {
        asks.add(ask);
      }
    }
    return asks;
  }

  List<Effect.Write<String, String, Long, String>> writes() {
    List<Effect.Write<String, String, Long, String>> writes = new ArrayList<>();
    for (Effect<String, String, Long, String> effect : effects) {
      if (effect instanceof Effect.Write<String, String, Long, String> write) {
        writes.add(write);
      }
    }
    return writes;
  }

  /** The ids that were looked up, in order. */
  List<EventId> lookUps() {
    List<EventId> lookUps = new ArrayList<>();
    for (Effect<String, String, Long, String> effect : effects) {
      if (effect instanceof Effect.LookUp<String, String, Long, String> lookUp) {
        lookUps.add(lookUp.eventId());
      }
    }
    return lookUps;
  }

  /** What this asker was told of where the log ends, in order. */
  List<Long> answersTo(String asker) {
    List<Long> answers = new ArrayList<>();
    for (Effect<String, String, Long, String> effect : effects) {
      if (effect instanceof Effect.AnswerQuery<String, String, Long, String> answer
          && answer.asker().equals(asker)) {
        answers.add(answer.sequenceNr());
      }
    }
    return answers;
  }

  /** What this asker was told of the results of submissions, in order. */
  List<RecordedResult<String, Long>> resultsToldTo(String asker) {
    List<RecordedResult<String, Long>> results = new ArrayList<>();
    for (Effect<String, String, Long, String> effect : effects) {
      if (effect instanceof Effect.AnswerResultQuery<String, String, Long, String> answer
          && answer.asker().equals(asker)) {
        results.add(answer.result());
      }
    }
    return results;
  }

  /** The deadlines that were started and not cancelled. */
  Map<ValidationToken, Long> deadlines() {
    Map<ValidationToken, Long> deadlines = new LinkedHashMap<>();
    for (Effect<String, String, Long, String> effect : effects) {
      if (effect instanceof Effect.StartDeadline<String, String, Long, String> start) {
        deadlines.put(start.token(), start.atNanos());
      } else if (effect instanceof Effect.CancelDeadline<String, String, Long, String> cancel) {
        deadlines.remove(cancel.token());
      }
    }
    return deadlines;
  }

  /** What was told about this event, in order; {@code storedMeta} reads the journal. */
  List<Result<String, String, Long>> resultsOf(
      String event, LongFunction<@Nullable Long> storedMeta) {
    List<Result<String, String, Long>> results = new ArrayList<>();
    for (Effect<String, String, Long, String> effect : effects) {
      if (effect instanceof Effect.Answer<String, String, Long, String> answer
          && answer.result().event().equals(event)) {
        results.add(answer.result());
      } else if (effect instanceof Effect.AnswerFromLog<String, String, Long, String> answer
          && answer.submission().prospectiveEvent().event().equals(event)) {
        results.add(
            new Result.Accepted<>(
                answer.submission().prospectiveEvent(),
                answer.sequenceNr(),
                storedMeta.apply(answer.sequenceNr()),
                true));
      }
    }
    return results;
  }
}
