package io.atomicstore.cli.transfer;

/** An export file is not as it was written; the message says in which line. */
public final class DamagedExportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Damage {
    /** It is right as far as it goes, but its end is missing. */
    CUT_OFF,
    /** A line is not what it must be. */
    WRONG_LINE
  }

  private final Damage damage;

  DamagedExportException(Damage damage, String message) {
    super(message);
    this.damage = damage;
  }

  DamagedExportException(String message, Throwable cause) {
    super(message, cause);
    this.damage = Damage.WRONG_LINE;
  }

  public Damage damage() {
    return damage;
  }
}
