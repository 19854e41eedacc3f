package io.atomicstore.benchmarks;

import io.atomicstore.core.ScopeId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.serialization.JSerializer;

/** Hands over the bytes that an event holds already: serialization is not what is measured. */
final class LoadEventSerializer extends JSerializer {

  @Override
  public int identifier() {
    return 1_096_900;
  }

  @Override
  public boolean includeManifest() {
    return false;
  }

  @Override
  public byte[] toBinary(Object event) {
    return ((LoadEvent) event).bytes();
  }

  @Override
  public Object fromBinaryJava(byte[] bytes, Class<?> manifest) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int scope = buffer.getInt();
    byte[] name = new byte[buffer.get()];
    buffer.get(name);
    return new LoadEvent(scope, new ScopeId(new String(name, StandardCharsets.UTF_8)), bytes);
  }
}
