package io.atomicstore.cli;

import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.Payload;
import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ScopeId;
import java.util.concurrent.CountDownLatch;

/**
 * Accepts every event when it is told to.
 *
 * @param asked is counted down when there is something to decide
 * @param released lets it decide
 */
record HeldValidator(CountDownLatch asked, CountDownLatch released)
    implements FoldValidator<String, EncodedEvent, String, Payload> {

  HeldValidator() {
    this(new CountDownLatch(1), new CountDownLatch(1));
  }

  @Override
  public String initial(ScopeId scopeId) {
    return "";
  }

  @Override
  public String apply(String state, EncodedEvent event) {
    return state;
  }

  @Override
  public Decision<String, Payload> decide(String state, EncodedEvent event)
      throws InterruptedException {
    asked.countDown();
    released.await();
    return Decision.accept();
  }
}
