package io.atomicstore.core;

import java.util.List;

/** What a log of a random history tells the originator of number {@code to}. */
sealed interface ToOriginator {

  int to();

  record Request(
      int to,
      ValidationToken token,
      ProspectiveEvent<String> event,
      PastEvents<String> firstPage,
      LogPrefix past)
      implements ToOriginator {}

  record Page(int to, ValidationToken token, PastEvents<String> page) implements ToOriginator {}

  record Ended(int to, Result<String, String, List<String>> result) implements ToOriginator {}
}
