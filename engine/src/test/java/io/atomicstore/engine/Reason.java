package io.atomicstore.engine;

/** The reasons of the tests. */
enum Reason {
  TIMED_OUT,
  UNWANTED
}
