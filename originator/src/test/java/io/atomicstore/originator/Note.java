package io.atomicstore.originator;

/** The event of the tests: a text in a scope. */
record Note(String scope, String text) {}
