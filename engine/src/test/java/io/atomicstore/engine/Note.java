package io.atomicstore.engine;

/** The event of the tests: a text in a scope. */
record Note(String scope, String text) {

  static Note of(String scope, String text) {
    return new Note(scope, text);
  }
}
