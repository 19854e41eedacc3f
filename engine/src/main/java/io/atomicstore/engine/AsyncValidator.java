package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A {@link Validator} that decides later, for example after asking another service. A stage that
 * fails rejects the event; one that does not complete within the validation timeout times out.
 */
@FunctionalInterface
public interface AsyncValidator<E, R, M> {

  CompletionStage<? extends Decision<R, M>> validate(E prospectiveEvent, List<E> pastEvents)
      throws Exception;
}
