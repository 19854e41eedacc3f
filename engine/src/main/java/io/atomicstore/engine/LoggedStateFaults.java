package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import io.atomicstore.originator.StateFaults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what is wrong with the states that originators of this process keep. */
final class LoggedStateFaults implements StateFaults {

  private static final Logger LOGGER = LoggerFactory.getLogger(Originator.class);

  @Override
  public void thrownAway(ScopeId scopeId, Throwable cause) {
    LOGGER.error("scope={} the state kept of it is thrown away", scopeId, cause);
  }

  @Override
  public void notWeighed(ScopeId scopeId, Throwable cause) {
    LOGGER.warn("scope={} the weight of its state can't be told", scopeId, cause);
  }
}
