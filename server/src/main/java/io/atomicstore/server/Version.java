package io.atomicstore.server;

/** Which Atomic Store this is. */
public final class Version {

  private Version() {}

  /** As the build says; "development" where classes don't come from a jar. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
