package io.atomicstore.originator;

/** The reasons of the tests. */
enum Reason {
  TIMED_OUT,
  UNWANTED
}
