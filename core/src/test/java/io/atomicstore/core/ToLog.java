package io.atomicstore.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an originator of a random history tells the log. */
sealed interface ToLog {

  void deliverTo(TextLog log);

  /** The token that it names; null if none. */
  @Nullable ValidationToken token();

  record Submitted(
      int from, ProspectiveEvent<String> event, Judgement<String, List<String>> judgement)
      implements ToLog {

    @Override
    public void deliverTo(TextLog log) {
      log.submit(from, event, judgement);
    }

    @Override
    public @Nullable ValidationToken token() {
      return null;
    }
  }

  record Fetched(int from, ValidationToken token, long after) implements ToLog {

    @Override
    public void deliverTo(TextLog log) {
      log.fetch(from, token, after);
    }
  }

  record Responded(ValidationToken token, Decision<String, List<String>> decision)
      implements ToLog {

    @Override
    public void deliverTo(TextLog log) {
      log.respond(token, decision);
    }
  }
}
