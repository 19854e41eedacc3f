package io.atomicstore.client;

import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.Judgement;
import io.atomicstore.originator.Conversations;
import io.atomicstore.originator.Decider;
import io.atomicstore.originator.OpenConversations;
import io.atomicstore.originator.OriginatorSettings;
import io.atomicstore.protocol.DelegatedValidation;
import io.atomicstore.protocol.Hello;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The originators and validators of one client, which end with it. Each has a stream. */
final class Originators {

  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

  private record Started(
      StreamKeeper keeper,
      Submissions<?> submissions,
      OpenConversations<?, ?, ?> open,
      OpenBound bound) {}

  private final ClientParts parts;
  private final List<Started> originators = new CopyOnWriteArrayList<>();
  private final List<DelegatedValidator> validators = new CopyOnWriteArrayList<>();
  private volatile boolean isClosed;

  Originators(ClientParts parts) {
    this.parts = parts;
  }

  /** An originator that judges by itself. */
  <S, E, R, M> Originator<E, R, M> judging(
      Formats<E, R, M> formats, FoldValidator<S, E, R, M> validator, OriginatorSettings settings) {
    WireValidator<S, E, R, M> wire = new WireValidator<>(validator, formats);
    return settings.decidesAhead()
        ? start(
            formats,
            new Kind<>(
                Conversations.Judging.ahead(wire), null, SubmissionLine.Judge.THIS_ORIGINATOR),
            settings)
        : start(
            formats,
            new Kind<>(
                Conversations.Judging.whenAsked(wire),
                Decider.by(wire),
                SubmissionLine.Judge.THIS_ORIGINATOR),
            settings);
  }

  /** An originator whose events somebody else judges. */
  <E, R, M> Originator<E, R, M> delegating(Formats<E, R, M> formats) {
    return start(
        formats,
        new Kind<Object, E>(
            Conversations.Judging.elsewhere(), null, SubmissionLine.Judge.SOMEBODY_ELSE),
        OriginatorSettings.DEFAULT);
  }

  private record Kind<S, E>(
      Conversations.Judging<S, WireEvent<E>, WireReason> judging,
      @Nullable Decider<S, WireEvent<E>, WireReason> decider,
      SubmissionLine.Judge judge) {}

  private <S, E, R, M> Originator<E, R, M> start(
      Formats<E, R, M> formats, Kind<S, E> kind, OriginatorSettings settings) {
    checkOpen();
    OpenConversations<S, WireEvent<E>, WireReason> open = openConversations();
    Submissions<E> submissions = new Submissions<>(parts);
    SubmissionLine<E> line =
        new SubmissionLine<>(kind.judge(), formats.events(), open, submissions);
    Conversations<S, WireEvent<E>, WireReason> conversations =
        new Conversations<>(
            new Conversations.Surroundings<>(
                kind.judging(), UnaryOperator.identity(), open, line, new LoggedStateFaults()),
            settings,
            SubmissionGate.GRACE);
    SubmissionGate<E, R, M> gate =
        new SubmissionGate<>(parts, formats, submissions, ways(kind, conversations, line));
    StreamKeeper keeper =
        new StreamKeeper(
            parts,
            Hello.newBuilder().setOmitsEventsInResults(true).setKeepsShownEvents(true),
            line);
    originators.add(new Started(keeper, submissions, open, gate.bound()));
    var unused = parts.tick(submissions::tick, Submissions.TICK.toNanos());
    unused = parts.tick(open::sweep, SWEEP_INTERVAL.toNanos());
    keeper.start();
    return new Originator<>(gate);
  }

  private static <S, E> SubmissionGate.Ways<E> ways(
      Kind<S, E> kind,
      Conversations<S, WireEvent<E>, WireReason> conversations,
      SubmissionLine<E> line) {
    SubmissionGate.Unjudged<E> unjudged =
        (event, timeout, judgement) ->
            conversations
                .submitUnjudged(event, timeout, judgement)
                .whenComplete((result, failure) -> line.forget(event));
    PendingSubmission.Way<E> judged =
        kind.judge() == SubmissionLine.Judge.SOMEBODY_ELSE
            ? (event, timeout) -> unjudged.attempt(event, timeout, Judgement.ask())
            : (event, timeout) ->
                conversations
                    .submit(event, timeout, kind.decider())
                    .whenComplete((result, failure) -> line.forget(event));
    return new SubmissionGate.Ways<>(judged, unjudged);
  }

  private <S, E> OpenConversations<S, WireEvent<E>, WireReason> openConversations() {
    return new OpenConversations<>(
        WireReason.NOT_SENT, parts.executor(), parts.lastResort(), parts.nanoClock());
  }

  /** Validates the events that others delegate. */
  <S, E, R, M> DelegatedValidator validating(
      Formats<E, R, M> formats, FoldValidator<S, E, R, M> validator, List<String> scopePrefixes) {
    checkOpen();
    OpenConversations<S, WireEvent<E>, WireReason> open = openConversations();
    Conversations<S, WireEvent<E>, WireReason> conversations =
        new Conversations<>(
            new Conversations.Surroundings<>(
                Conversations.Judging.ahead(new WireValidator<>(validator, formats)),
                UnaryOperator.identity(),
                open,
                (event, timeout, judgement) -> {
                  throw new IllegalStateException("a validator submits nothing");
                },
                new LoggedStateFaults()),
            OriginatorSettings.DEFAULT,
            SubmissionGate.GRACE);
    StreamKeeper keeper =
        new StreamKeeper(
            parts,
            Hello.newBuilder()
                .setKeepsShownEvents(true)
                .setValidates(DelegatedValidation.newBuilder().addAllScopePrefixes(scopePrefixes)),
            new ValidationLine<>(formats.events(), open, conversations));
    var sweeps = parts.tick(open::sweep, SWEEP_INTERVAL.toNanos());
    DelegatedValidator started = new DelegatedValidator(keeper, sweeps, validators::remove);
    validators.add(started);
    keeper.start();
    return started;
  }

  private void checkOpen() {
    if (isClosed) {
      throw new IllegalStateException("the client is closed");
    }
  }

  /** Lets what is open end for so long, and gives up the rest. */
  void close(Duration patience) throws InterruptedException {
    isClosed = true;
    long deadline = System.nanoTime() + patience.toNanos();
    originators.forEach(one -> one.submissions().startClosing());
    try {
      for (Started one : originators) {
        one.bound().awaitEmpty(Duration.ofNanos(deadline - System.nanoTime()));
      }
    } finally {
      for (Started one : originators) {
        one.submissions().close();
        one.open().close();
        one.keeper().close();
      }
      validators.forEach(DelegatedValidator::close);
    }
  }

  /** Waits until everything has a result. */
  void awaitResults(Duration patience) throws InterruptedException {
    for (Started one : originators) {
      one.bound().awaitEmpty(patience);
    }
  }
}
