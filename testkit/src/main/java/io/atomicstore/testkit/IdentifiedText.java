package io.atomicstore.testkit;

import io.atomicstore.journal.IdentifiedEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The event of the conformance suites that can be found by an id.
 *
 * @param indexedId null if it is not to be found by any
 */
public record IdentifiedText(@Nullable UUID indexedId, String text) implements IdentifiedEvent {}
