package io.atomicstore.client;

/**
 * How an application's events, reasons and metas are sent and stored.
 *
 * @param <E> the application's events
 * @param <R> the application's reasons
 * @param <M> what validators pass on to results
 */
public record Formats<E, R, M>(
    EventFormat<E> events, ReasonFormat<R> reasons, MetaFormat<M> metas) {

  /** Events of that format; reasons and metas are texts. */
  public static <E> Formats<E, String, String> of(EventFormat<E> events) {
    return new Formats<>(events, ReasonFormat.text(), MetaFormat.text());
  }

  /** The same events and metas with other reasons. */
  public <N> Formats<E, N, M> withReasons(ReasonFormat<N> newReasons) {
    return new Formats<>(events, newReasons, metas);
  }

  /** The same events and reasons with other metas. */
  public <N> Formats<E, R, N> withMetas(MetaFormat<N> newMetas) {
    return new Formats<>(events, reasons, newMetas);
  }
}
