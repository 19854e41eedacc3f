package io.atomicstore.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of which ids the naive model of a log asks the journal, and what the journal said. */
final class NaiveLookUps {

  /** One id. */
  static final class LookUp {

    final int id;

    /** The answer covers the first so many submissions of the log. */
    final int covers;

    final List<String> askers = new ArrayList<>();
    int waitingSubmissions;
    boolean isAnswered;
    @Nullable AcceptedId found;

    LookUp(int id, int covers) {
      this.id = id;
      this.covers = covers;
    }

    /** Whether it answers for a log that knows the ids of all but {@code older} submissions. */
    boolean isEnough(int older) {
      return !isAnswered || found != null || covers >= older;
    }
  }

  private final List<LookUp> lookUps = new ArrayList<>();

  /** How often the journal had to be asked again. */
  int askedAgain;

  @Nullable LookUp find(int id) {
    for (LookUp lookUp : lookUps) {
      if (lookUp.id == id) {
        return lookUp;
      }
    }
    return null;
  }

  /** Asks the journal, in place of what was asked before. */
  LookUp ask(int id, int covers) {
    LookUp before = find(id);
    lookUps.remove(before);
    LookUp lookUp = new LookUp(id, covers);
    lookUp.waitingSubmissions = before == null ? 0 : before.waitingSubmissions;
    lookUps.add(lookUp);
    return lookUp;
  }

  /** The journal answers; returns who asked, and forgets what nobody needs. */
  List<String> answered(int id, @Nullable AcceptedId found) {
    LookUp lookUp = find(id);
    if (lookUp == null || lookUp.isAnswered) {
      return List.of();
    }
    lookUp.isAnswered = true;
    lookUp.found = found;
    List<String> askers = List.copyOf(lookUp.askers);
    lookUp.askers.clear();
    lookUps.removeIf(other -> other == lookUp && lookUp.waitingSubmissions == 0);
    return askers;
  }

  /** A submission of that id had its turn or is gone. */
  void submissionLeaves(int id) {
    LookUp lookUp = find(id);
    if (lookUp != null && lookUp.waitingSubmissions > 0) {
      lookUp.waitingSubmissions--;
      lookUps.removeIf(
          other -> other == lookUp && lookUp.isAnswered && lookUp.waitingSubmissions == 0);
    }
  }

  List<String> askers() {
    return lookUps.stream().flatMap(lookUp -> lookUp.askers.stream()).toList();
  }

  void clear() {
    lookUps.clear();
  }
}
