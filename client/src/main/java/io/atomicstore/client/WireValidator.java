package io.atomicstore.client;

import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ScopeId;
import io.atomicstore.protocol.Meta;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The application's validator, over events, reasons and metas as they are sent. */
record WireValidator<S, E, R, M>(FoldValidator<S, E, R, M> validator, Formats<E, R, M> formats)
    implements FoldValidator<S, WireEvent<E>, WireReason, Meta> {

  /** Of the 64 KiB that a server takes, with what the validator threw. */
  static final int DECISION_BYTES_MAX = 32 << 10;

  @Override
  public S initial(ScopeId scopeId) {
    return validator.initial(scopeId);
  }

  @Override
  public S apply(S state, WireEvent<E> event) {
    return validator.apply(state, event.value());
  }

  @Override
  public long weightBytes(S state) {
    return validator.weightBytes(state);
  }

  @Override
  public Decision<WireReason, Meta> decide(S state, WireEvent<E> prospectiveEvent)
      throws Exception {
    return written(validator.decide(state, prospectiveEvent.value()));
  }

  @Override
  public Decision<WireReason, Meta> decideAll(S state, List<WireEvent<E>> prospectiveEvents)
      throws Exception {
    List<E> events = new ArrayList<>(prospectiveEvents.size());
    prospectiveEvents.forEach(event -> events.add(event.value()));
    return written(validator.decideAll(state, events));
  }

  private Decision<WireReason, Meta> written(Decision<R, M> decision) throws Exception {
    if (decision == null) {
      throw new NullPointerException("the validator decided null");
    }
    M meta = decision.meta();
    Meta writtenMeta = meta == null ? null : WireMetas.written(formats.metas(), meta);
    int bytes = writtenMeta == null ? 0 : writtenMeta.getSerializedSize();
    if (decision instanceof Decision.Reject<R, M> rejection) {
      R reason = rejection.reason();
      WireReason writtenReason = reason == null ? null : written(reason);
      check(bytes + (writtenReason == null ? 0 : utf8Bytes(writtenReason)));
      return new Decision.Reject<>(writtenReason, writtenMeta, rejection.cause());
    }
    check(bytes);
    return new Decision.Accept<>(writtenMeta);
  }

  private static int utf8Bytes(WireReason reason) {
    return reason.text().getBytes(StandardCharsets.UTF_8).length;
  }

  /** A decision that is too large is none to the server. */
  private static void check(int bytes) {
    if (bytes > DECISION_BYTES_MAX) {
      throw new IllegalArgumentException(
          "reason and meta of a decision may have at most "
              + DECISION_BYTES_MAX
              + " bytes together, found "
              + bytes);
    }
  }

  private WireReason written(R reason) throws Exception {
    String text = formats.reasons().write(reason);
    if (text.isEmpty()) {
      throw new IllegalArgumentException("expected a reason in words, found an empty text");
    }
    return WireReason.said(text);
  }
}
