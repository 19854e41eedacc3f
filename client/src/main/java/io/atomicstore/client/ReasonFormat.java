package io.atomicstore.client;

/**
 * How an application's reasons are written as texts, and read again. Called from many threads.
 *
 * @param <R> the application's reasons
 */
public interface ReasonFormat<R> {

  /** The reason as a text that is not empty; with the meta it may have 32 KiB. */
  String write(R reason) throws Exception;

  /** The reason that was written as {@code text}. */
  R read(String text) throws Exception;

  /** The reason in results that timed out. */
  R timeoutReason();

  /** Texts; that of a timeout is {@code timed out}. */
  static ReasonFormat<String> text() {
    return new ReasonFormat<>() {
      @Override
      public String write(String reason) {
        return reason;
      }

      @Override
      public String read(String text) {
        return text;
      }

      @Override
      public String timeoutReason() {
        return "timed out";
      }
    };
  }

  /** The constants of an enum, by their names. */
  static <R extends Enum<R>> ReasonFormat<R> of(Class<R> reasonClass, R timeoutReason) {
    return new ReasonFormat<>() {
      @Override
      public String write(R reason) {
        return reason.name();
      }

      @Override
      public R read(String text) {
        return Enum.valueOf(reasonClass, text);
      }

      @Override
      public R timeoutReason() {
        return timeoutReason;
      }
    };
  }
}
