package io.atomicstore.client;

import java.util.Map;

/**
 * An event as the store keeps it.
 *
 * @param type what kind of event it is, as the application names it; may be empty
 * @param metadata what else the application keeps with it
 */
public record EncodedEvent(String type, Payload payload, Map<String, String> metadata) {

  public EncodedEvent {
    metadata = Map.copyOf(metadata);
  }

  /** An event without metadata. */
  public static EncodedEvent of(String type, Payload payload) {
    return new EncodedEvent(type, payload, Map.of());
  }
}
