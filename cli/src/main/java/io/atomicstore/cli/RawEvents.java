package io.atomicstore.cli;

import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.EventFormat;
import io.atomicstore.client.Formats;
import io.atomicstore.client.MetaFormat;
import io.atomicstore.client.Payload;
import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ScopeId;

/** Events, and what validators pass on, as the bytes that they are. */
final class RawEvents {

  static final Formats<EncodedEvent, String, Payload> FORMATS =
      Formats.of(EventFormat.raw()).withMetas(new RawMeta());

  /** Says yes to everything. */
  static final FoldValidator<String, EncodedEvent, String, Payload> ACCEPTING =
      new AcceptingValidator();

  private RawEvents() {}

  private static final class RawMeta implements MetaFormat<Payload> {
    @Override
    public Payload write(Payload meta) {
      return meta;
    }

    @Override
    public Payload read(Payload payload) {
      return payload;
    }
  }

  private static final class AcceptingValidator
      implements FoldValidator<String, EncodedEvent, String, Payload> {

    @Override
    public String initial(ScopeId scopeId) {
      return "";
    }

    @Override
    public String apply(String state, EncodedEvent event) {
      return state;
    }

    @Override
    public Decision<String, Payload> decide(String state, EncodedEvent event) {
      return Decision.accept();
    }
  }
}
