package io.atomicstore.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All submissions of a random history, and what the next one is. */
final class TrackedSubmissions {

  private final LogLimits limits;
  private final List<Tracked> submissions = new ArrayList<>();
  private final Set<Integer> ids = new HashSet<>();
  private int highestId;

  TrackedSubmissions(LogLimits limits) {
    this.limits = limits;
  }

  /** One that was submitted, of the latest most of the time; null if there is none. */
  @Nullable Tracked anyOf(Step step) {
    if (submissions.isEmpty()) {
      return null;
    }
    int latest = step.second(5) == 0 ? submissions.size() : Math.min(8, submissions.size());
    return submissions.get(submissions.size() - 1 - step.first(latest));
  }

  /** The id of one that was submitted, or any other. */
  int anyId(Step step) {
    Tracked any = anyOf(step);
    return any == null || step.third(10) == 0 ? 1 + step.third(highestId + 20) : any.id;
  }

  /** Something that was not submitted before; its id may be lower than earlier ones. */
  Tracked.Content newContent(Step step) {
    highestId += 10;
    int id = highestId;
    if (step.first(3) == 0) {
      id = 1 + step.second(highestId);
      while (ids.contains(id)) {
        id++;
      }
    }
    return content(step, id, 0);
  }

  /** Something else under the same id. */
  Tracked.Content otherContent(Step step, Tracked original) {
    return content(step, original.id, original.bytes + 1);
  }

  private Tracked.Content content(Step step, int id, int bytes) {
    int sizeBytes =
        step.second(97) == 96
            ? limits.submissionBytesMax() + 1
            : step.second(limits.submissionBytesMax());
    int events = step.third(11) == 0 ? 4 : step.third(7) == 0 ? 3 : step.third(5) == 0 ? 2 : 1;
    if (step.first(8) != 0) {
      events = Math.min(events, limits.submissionEventsMax());
    }
    boolean sealsLog = step.third(83) == 0;
    return new Tracked.Content(id, bytes, events, sealsLog, sizeBytes);
  }

  Tracked submit(
      Step step, Tracked.Content content, String originator, long nowNanos, NaiveLog model) {
    int variety = step.second();
    long deadlineNanos = variety % 3 == 2 ? nowNanos + variety % 120 : Long.MAX_VALUE;
    List<Tracked> accepted = model.accepted();
    List<Tracked> predicted = new ArrayList<>(accepted);
    predicted.addAll(model.undecided());
    List<Tracked> decidedOn =
        switch (step.third(16)) {
          case 6, 7, 8 -> predicted;
          case 9, 10 -> accepted;
          case 11 -> accepted.subList(0, step.first(accepted.size() + 1));
          default -> null;
        };
    Judgement<String, Long> judgement =
        decidedOn == null
            ? otherJudgement(step, accepted, predicted)
            : new Judgement.Decided<>(Tracked.prefixOf(decidedOn), decision(step));
    Tracked event =
        new Tracked(
            submissions.size() + 1, content, judgement, originator, nowNanos, deadlineNanos);
    event.decidedOn = decidedOn == null ? null : List.copyOf(decidedOn);
    ids.add(content.id());
    submissions.add(event);
    return event;
  }

  private static Judgement<String, Long> otherJudgement(
      Step step, List<Tracked> accepted, List<Tracked> predicted) {
    LogPrefix end = Tracked.prefixOf(accepted);
    return switch (step.third(16)) {
      case 4 ->
          new Judgement.Ask<>(
              Tracked.prefixOf(accepted.subList(0, step.first(accepted.size() + 1))));
      case 5 -> new Judgement.Ask<>(new LogPrefix(end.sequenceNr() + step.first(5), step.first()));
      case 12 ->
          new Judgement.Decided<>(
              new LogPrefix(end.sequenceNr(), end.hash() + 1 + step.first(2)), decision(step));
      case 13 -> new Judgement.Decided<>(new LogPrefix(end.sequenceNr(), 0), decision(step));
      case 14 -> new Judgement.Expect<>(Tracked.eventsOf(predicted));
      case 15 -> new Judgement.Expect<>(Math.max(0, end.sequenceNr() - 1 + step.first(3)));
      default -> Judgement.ask();
    };
  }

  private static Decision<String, Long> decision(Step step) {
    return step.second(3) == 0
        ? Decision.<String, Long>reject("too low").withMeta((long) step.first())
        : Decision.<String, Long>accept().withMeta((long) step.first());
  }
}
