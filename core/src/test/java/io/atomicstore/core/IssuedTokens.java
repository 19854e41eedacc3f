package io.atomicstore.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All validation tokens of a random history, through all incarnations of its log. */
final class IssuedTokens {

  private final List<ValidationToken> tokens = new ArrayList<>();
  private int ofEarlierIncarnations;

  void incarnationBegan() {
    ofEarlierIncarnations = tokens.size();
  }

  void note(@Nullable ValidationToken outstanding) {
    if (outstanding != null && !outstanding.equals(latest())) {
      tokens.add(outstanding);
    }
  }

  private @Nullable ValidationToken latest() {
    return tokens.isEmpty() ? null : tokens.get(tokens.size() - 1);
  }

  /** Any token but the outstanding one. */
  ValidationToken stale(Step step, @Nullable ValidationToken outstanding) {
    int pick = step.first(tokens.size() + 1);
    return pick < tokens.size() && !tokens.get(pick).equals(outstanding)
        ? tokens.get(pick)
        : new ValidationToken(step.first() + 1L, step.second());
  }

  Situation situationOf(ValidationToken stale) {
    int issuedAs = tokens.indexOf(stale);
    if (issuedAs < 0) {
      return Situation.RESPONSE_WITH_A_FORGED_TOKEN;
    }
    return issuedAs < ofEarlierIncarnations
        ? Situation.RESPONSE_WITH_A_TOKEN_OF_AN_EARLIER_INCARNATION
        : Situation.RESPONSE_WITH_A_TOKEN_THAT_WAS_USED_OR_TIMED_OUT;
  }
}
