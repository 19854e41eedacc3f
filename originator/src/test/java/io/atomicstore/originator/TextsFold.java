package io.atomicstore.originator;

import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ScopeId;
import java.util.ArrayList;
import java.util.List;

/**
 * Folds notes into the list of their texts, and passes on with each decision what it was taken on.
 *
 * <p>Texts that begin with {@code no} are rejected; deciding on those that begin with {@code
 * throws} throws.
 */
final class TextsFold implements FoldValidator<List<String>, Note, Reason, String> {

  @Override
  public List<String> initial(ScopeId scopeId) {
    return List.of();
  }

  @Override
  public List<String> apply(List<String> state, Note event) {
    if (event.text().startsWith("fatal")) {
      throw new OutOfMemoryError(event.text());
    }
    List<String> next = new ArrayList<>(state);
    next.add(event.text());
    return List.copyOf(next);
  }

  @Override
  public Decision<Reason, String> decide(List<String> state, Note prospectiveEvent)
      throws Exception {
    if (prospectiveEvent.text().startsWith("throws")) {
      throw new Exception(prospectiveEvent.text());
    }
    String on = String.join(",", state);
    return prospectiveEvent.text().startsWith("no")
        ? Decision.<Reason, String>reject(Reason.UNWANTED).withMeta(on)
        : Decision.<Reason, String>accept().withMeta(on);
  }

  @Override
  public long weightBytes(List<String> state) {
    return state.isEmpty() ? 0 : state.stream().mapToInt(String::length).sum();
  }
}
