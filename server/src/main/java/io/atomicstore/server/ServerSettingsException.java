package io.atomicstore.server;

import java.util.List;

/** Settings of a node that are unknown, or have values that can't be used. */
public final class ServerSettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  ServerSettingsException(List<String> faults) {
    super(String.join("\n", faults));
    this.faults = List.copyOf(faults);
  }

  /** One sentence for each setting: its name, what was expected, what was found and where. */
  public List<String> faults() {
    return faults;
  }
}
