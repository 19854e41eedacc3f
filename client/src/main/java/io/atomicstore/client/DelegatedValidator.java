package io.atomicstore.client;

import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Validates the events that originators delegate, until it is closed. The store asks it instead of
 * the originator; see {@link AtomicStoreClient#validate}.
 */
public final class DelegatedValidator implements AutoCloseable {

  private final StreamKeeper keeper;
  private final Future<?> sweeps;
  private final Consumer<DelegatedValidator> onClose;

  DelegatedValidator(StreamKeeper keeper, Future<?> sweeps, Consumer<DelegatedValidator> onClose) {
    this.keeper = keeper;
    this.sweeps = sweeps;
    this.onClose = onClose;
  }

  /** Validates nothing more; to the store it is as if the connection had broken. */
  @Override
  public void close() {
    sweeps.cancel(false);
    keeper.close();
    onClose.accept(this);
  }
}
