package io.atomicstore.core;

/**
 * An event as a subscription to all scopes shows it.
 *
 * @param token says how far the reader has come: a subscription behind it shows all that follows
 *     this event, and may show some events before that once more. Opaque; letters, digits, '-' and
 *     '_' only. To be stored together with what was made of the event; empty before the first
 *     token.
 */
public record SubscribedEvent<E>(StoredEvent<E> event, String token) {}
