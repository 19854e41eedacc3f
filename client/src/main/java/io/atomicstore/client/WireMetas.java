package io.atomicstore.client;

import io.atomicstore.protocol.Meta;

/** Metas as they are sent. */
final class WireMetas {

  private WireMetas() {}

  static <M> Meta written(MetaFormat<M> format, M meta) throws Exception {
    Payload payload = format.write(meta);
    return Meta.newBuilder()
        .setContentType(payload.contentType())
        .setValue(payload.bytes())
        .build();
  }

  static <M> M read(MetaFormat<M> format, Meta meta) throws Exception {
    return format.read(Payload.of(meta.getContentType(), meta.getValue()));
  }
}
