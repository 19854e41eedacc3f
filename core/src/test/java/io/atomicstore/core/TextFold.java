package io.atomicstore.core;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Folds events into the list of them all, so that a state tells exactly what it was folded from,
 * and passes the state it decided on to the result. What it decides depends on that state.
 *
 * <p>An event is written as its id, a dot and its place in its submission: {@code 17.0}. Deciding
 * throws if a {@code !} follows.
 */
final class TextFold implements FoldValidator<List<String>, String, String, List<String>> {

  static final ScopeId SCOPE = new ScopeId("lot-17");

  static EventId idOf(String text) {
    return idOf(Integer.parseInt(text.substring(0, text.indexOf('.'))));
  }

  static EventId idOf(int id) {
    return new EventId(new UUID(7, id));
  }

  /** The prefix of a log that consists of these events. */
  static LogPrefix prefixOf(List<String> texts) {
    LogPrefix prefix = LogPrefix.EMPTY;
    for (String text : texts) {
      prefix = prefix.followedBy(idOf(text));
    }
    return prefix;
  }

  @Override
  public List<String> initial(ScopeId scopeId) {
    return List.of();
  }

  @Override
  public List<String> apply(List<String> state, String event) {
    List<String> next = new ArrayList<>(state.size() + 1);
    next.addAll(state);
    next.add(event);
    return next;
  }

  @Override
  public Decision<String, List<String>> decide(List<String> state, String prospectiveEvent) {
    if (prospectiveEvent.endsWith("!")) {
      throw new IllegalArgumentException(prospectiveEvent);
    }
    int mixed = (state.hashCode() * 31 + prospectiveEvent.hashCode()) * 0x9E37_79B9;
    return (mixed >>> 16) % 4 == 0
        ? Decision.<String, List<String>>reject("no").withMeta(state)
        : Decision.<String, List<String>>accept().withMeta(state);
  }

  /** Decides on several events as {@link FoldValidator} has it. */
  Decision<String, List<String>> decide(List<String> past, ProspectiveEvent<String> event) {
    List<String> state = past;
    Decision<String, List<String>> decision = Decision.accept();
    try {
      for (String next : event.events()) {
        decision = decide(state, next);
        if (decision instanceof Decision.Reject) {
          return decision;
        }
        state = apply(state, next);
      }
    } catch (IllegalArgumentException e) {
      return Decision.failed(e);
    }
    return decision;
  }
}
