package io.atomicstore.client;

import io.atomicstore.core.ScopeId;
import io.atomicstore.originator.StateFaults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what is wrong with the states that this client keeps. */
final class LoggedStateFaults implements StateFaults {

  private static final Logger LOGGER = LoggerFactory.getLogger(AtomicStoreClient.class);

  @Override
  public void thrownAway(ScopeId scopeId, Throwable cause) {
    LOGGER.error("scope={} the state kept of it is thrown away", scopeId, cause);
  }

  @Override
  public void notWeighed(ScopeId scopeId, Throwable cause) {
    LOGGER.warn("scope={} the weight of its state can't be told", scopeId, cause);
  }
}
