package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ScopeId;

/**
 * Folds notes into their number and a hash of them all, which it passes on with each decision: that
 * tells on exactly which events it was taken. One note in five is rejected, depending on the state.
 */
final class CountingFold implements FoldValidator<CountingFold.Counted, Note, Reason, String> {

  record Counted(long events, long hash) {

    Counted and(Note note) {
      return new Counted(events + 1, hash * 31 + note.text().hashCode());
    }

    @Override
    public String toString() {
      return events + ":" + Long.toHexString(hash);
    }
  }

  @Override
  public Counted initial(ScopeId scopeId) {
    return new Counted(0, 7);
  }

  @Override
  public Counted apply(Counted state, Note event) {
    return state.and(event);
  }

  @Override
  public Decision<Reason, String> decide(Counted state, Note prospectiveEvent) {
    return (state.hash() ^ prospectiveEvent.text().hashCode()) % 5 == 0
        ? Decision.<Reason, String>reject(Reason.UNWANTED).withMeta(state.toString())
        : Decision.<Reason, String>accept().withMeta(state.toString());
  }

  /** The same decision on the list of past events. */
  Decision<Reason, String> decide(Iterable<Note> past, Note prospectiveEvent) {
    Counted state = initial(new ScopeId("lot"));
    for (Note note : past) {
      state = state.and(note);
    }
    return decide(state, prospectiveEvent);
  }
}
