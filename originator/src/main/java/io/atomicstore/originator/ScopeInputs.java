package io.atomicstore.originator;

import io.atomicstore.core.FoldedLog;
import io.atomicstore.core.Judgement;
import io.atomicstore.core.OriginatorEffect;
import io.atomicstore.core.ValidationToken;
import java.util.List;

/**
 * Gives the inputs of one scope to its {@link FoldedLog}, which knows what follows from them, and
 * carries that out. One thread at a time may use an instance.
 */
final class ScopeInputs<S, E, R> {

  /** Of a state whose weight can't be told. */
  private static final long WEIGHT_BYTES = 1024;

  /** Of one submission; as many as a {@link FoldedLog} keeps. */
  private static final int TOKENS_MAX = 8;

  private final ScopeRunner<S, E, R> runner;
  private final Conversations.Surroundings<S, E, R> surroundings;
  private final OpenConversations<S, E, R> open;
  private FoldedLog<S, E, R, Object> log;

  ScopeInputs(ScopeRunner<S, E, R> runner, Conversations.Surroundings<S, E, R> surroundings) {
    this.runner = runner;
    this.surroundings = surroundings;
    this.open = surroundings.open();
    this.log = surroundings.judging().newLog().apply(runner.scopeId());
  }

  /**
   * Takes an input. One of a submission that has ended is late, and changes nothing.
   *
   * @param due gets what has to be run when nothing more is taken
   */
  void take(OriginatorInput<S, E, R> input, List<DueTask> due) {
    Conversation<S, E, R> conversation = input.conversation();
    if (conversation.isEnded()) {
      return;
    }
    try {
      for (OriginatorEffect<S, E, R, Object> effect : effectsOf(input)) {
        carryOut(effect, conversation, due);
      }
    } catch (RuntimeException | Error e) {
      // What is kept may be half changed. A new one takes it from here: it knows nothing, and asks.
      surroundings.faults().thrownAway(runner.scopeId(), e);
      log = surroundings.judging().newLog().apply(runner.scopeId());
    }
    if (input instanceof OriginatorInput.Ended<S, E, R> ended) {
      end(conversation);
      due.add(ended);
    } else if (input instanceof OriginatorInput.GivenUp<S, E, R>) {
      end(conversation);
    }
  }

  private void end(Conversation<S, E, R> conversation) {
    if (conversation.isEnded()) {
      return;
    }
    conversation.end().forEach(open::forgetAsked);
    runner.leave();
  }

  private List<OriginatorEffect<S, E, R, Object>> effectsOf(OriginatorInput<S, E, R> input) {
    if (input instanceof OriginatorInput.Submitted<S, E, R> submitted) {
      return log.submit(submitted.conversation().event());
    } else if (input instanceof OriginatorInput.Ended<S, E, R> ended) {
      return log.ended(ended.result());
    } else if (input instanceof OriginatorInput.Requested<S, E, R> requested) {
      return requested(requested);
    } else if (input instanceof OriginatorInput.Decided<S, E, R> decided) {
      return log.decided(decided.asked().token(), decided.decision());
    } else if (input instanceof OriginatorInput.PageArrived<S, E, R> arrived) {
      return log.pageArrived(arrived.asked().token(), arrived.page());
    } else if (input instanceof OriginatorInput.PageOverdue<S, E, R> overdue) {
      return log.pageOverdue(overdue.asked().token());
    }
    return log.givenUp(input.conversation().event().eventId());
  }

  private List<OriginatorEffect<S, E, R, Object>> requested(
      OriginatorInput.Requested<S, E, R> requested) {
    ValidationToken token = requested.log().token();
    Conversation<S, E, R> conversation = requested.conversation();
    open.asked(new Asked<>(conversation, requested.log()));
    ValidationToken forgotten = conversation.asked(token, TOKENS_MAX);
    if (forgotten != null) {
      open.forgetAsked(forgotten);
    }
    return log.requested(token, requested.event(), requested.firstPage(), requested.past());
  }

  private void carryOut(
      OriginatorEffect<S, E, R, Object> effect, Conversation<S, E, R> current, List<DueTask> due) {
    if (effect instanceof OriginatorEffect.Submit<S, E, R, Object> submit) {
      submit(submit, current);
    } else if (effect instanceof OriginatorEffect.Respond<S, E, R, Object> respond) {
      Asked<S, E, R> asked = open.forgetAsked(respond.token());
      if (asked != null) {
        asked.conversation().decided(respond.decision());
        asked.log().respond(respond.decision());
        if (asked.conversation().isOfAnother()) {
          end(asked.conversation());
        }
      }
    } else if (effect instanceof OriginatorEffect.FetchPastEvents<S, E, R, Object> fetch) {
      Asked<S, E, R> asked = open.findAsked(fetch.token());
      if (asked != null) {
        asked.fetched(now());
        asked.log().fetch(fetch.afterSequenceNr());
      }
    } else if (effect instanceof OriginatorEffect.Decide<S, E, R, Object> decide) {
      Asked<S, E, R> asked = open.findAsked(decide.token());
      if (asked != null) {
        due.add(new Deciding<>(runner, asked, decide.event(), decide.state()));
      }
    }
  }

  private void submit(
      OriginatorEffect.Submit<S, E, R, Object> submit, Conversation<S, E, R> current) {
    Conversation<S, E, R> conversation =
        current.event().eventId().equals(submit.event().eventId())
            ? current
            : open.find(submit.event());
    long now = now();
    if (conversation == null || open.endTimedOut(conversation, now) || !conversation.send()) {
      return;
    }
    if (submit.judgement() instanceof Judgement.Decided<R, Object> decided) {
      conversation.decided(decided.decision());
    }
    surroundings.line().submit(submit.event(), conversation.timeoutAt(now), submit.judgement());
  }

  private long now() {
    return open.nanoClock().getAsLong();
  }

  /** About how many bytes of memory the states take, as the application tells. */
  long weightBytes() {
    try {
      return Math.max(0, log.weightBytes());
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
      surroundings.faults().notWeighed(runner.scopeId(), e);
      return WEIGHT_BYTES;
    }
  }
}
