package io.atomicstore.journal.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomicstore.journal.IdentifiedEvent;
import io.atomicstore.journal.rocksdb.StoredEvent.Serialized;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serialization$;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import org.jspecify.annotations.Nullable;

/** Turns events and snapshots into bytes and back, with the serializers of an actor system. */
final class EventSerialization {

  private final ExtendedActorSystem system;
  private final Serialization serialization;

  EventSerialization(ActorSystem system) {
    this.system = (ExtendedActorSystem) system;
    this.serialization = SerializationExtension.get(system);
  }

  /**
   * Prepares an event for storing. Runs inside {@link #within}.
   *
   * @param writerUuid the event's writer in UTF-8, encoded once for all events of a write
   * @param now the event's timestamp if it has none, in milliseconds since 1970 in UTC
   */
  PreparedEvent prepare(PersistentRepr event, byte[] writerUuid, long now) {
    EventRecord.Parts parts = new EventRecord.Parts();
    Object payload = event.payload();
    if (payload instanceof Tagged tagged) {
      parts.tags = tagsOf(tagged);
      payload = tagged.payload();
    }
    Serializer serializer = serialization.findSerializerFor(payload);
    parts.payload = serializer.toBinary(payload);
    parts.serializerId = serializer.identifier();
    parts.manifest = utf8(Serializers.manifestFor(serializer, payload));
    parts.eventManifest = utf8(event.manifest());
    parts.writerUuid = writerUuid;
    parts.timestamp = event.timestamp() == 0 ? now : event.timestamp();
    if (event.metadata().isDefined()) {
      Object metadata = event.metadata().get();
      Serializer its = serialization.findSerializerFor(metadata);
      parts.metadata = its.toBinary(metadata);
      parts.metadataSerializerId = its.identifier();
      parts.metadataManifest = utf8(Serializers.manifestFor(its, metadata));
    }
    return PreparedEvent.of(
        event.sequenceNr(), parts.tags, idOf(payload), EventRecord.encode(parts));
  }

  /** Sets up what serializers of actor references need, for the time of {@code work}. */
  <T> T within(java.util.function.Supplier<T> work) {
    return Serialization$.MODULE$.withTransportInformation(system, work::get);
  }

  /** The event as it was handed to the journal. */
  PersistentRepr restore(StoredEvent event) {
    PersistentRepr restored =
        PersistentRepr.apply(
                restore(event.payload()),
                event.sequenceNr(),
                event.persistenceId(),
                event.eventManifest(),
                false,
                ActorRef.noSender(),
                event.writerUuid())
            .withTimestamp(event.timestamp());
    Serialized metadata = event.metadata();
    return metadata == null ? restored : restored.withMetadata(restore(metadata));
  }

  /**
   * The id under which an event is to be found; see {@link IndexedIds}.
   *
   * @throws UnreadablePayloadException if the payload cannot be made from its bytes
   */
  // Serializers are other people's code: whatever they throw means the same here.
  @SuppressWarnings("CatchingUnchecked")
  @Nullable UUID indexedId(StoredEvent event) {
    try {
      return idOf(restore(event.payload()));
    } catch (Exception e) {
      throw new UnreadablePayloadException(event, e);
    }
  }

  /** The object in its bytes; fails as its serializer fails. */
  Object restore(Serialized object) {
    return within(
        () ->
            serialization
                .deserialize(object.toBytes(), object.serializerId(), object.manifest())
                .get());
  }

  /** An object's bytes; fails as its serializer fails. */
  Serialized serialize(Object object) {
    return within(
        () -> {
          Serializer serializer = serialization.findSerializerFor(object);
          return new Serialized(
              serializer.identifier(),
              Serializers.manifestFor(serializer, object),
              java.nio.ByteBuffer.wrap(serializer.toBinary(object)));
        });
  }

  private static @Nullable UUID idOf(Object payload) {
    return payload instanceof IdentifiedEvent identified ? identified.indexedId() : null;
  }

  private static List<byte[]> tagsOf(Tagged tagged) {
    List<byte[]> tags = new ArrayList<>(tagged.tags().size());
    tagged.tags().foreach(tag -> tags.add(utf8(tag)));
    return tags;
  }

  static byte[] utf8(@Nullable String text) {
    return text == null || text.isEmpty() ? new byte[0] : text.getBytes(UTF_8);
  }
}
