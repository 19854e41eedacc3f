package io.atomicstore.engine;

import io.atomicstore.core.StoredEvent;

/**
 * An event as {@link AtomicStore#subscribeAll} shows it.
 *
 * @param token says how far the reader has come: {@link AtomicStore#subscribeAll(String)} goes on
 *     behind this event. Opaque; letters, digits, '-' and '_' only. To be stored together with what
 *     was made of the event.
 */
public record SubscribedEvent<E>(StoredEvent<E> event, String token) {}
