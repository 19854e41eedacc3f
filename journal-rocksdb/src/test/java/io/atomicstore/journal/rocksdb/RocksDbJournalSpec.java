package io.atomicstore.journal.rocksdb;

import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.journal.JavaJournalSpec;
import org.junit.runner.RunWith;
import org.scalatestplus.junit.JUnitRunner;

/** Pekko's conformance suite for journals. */
@RunWith(JUnitRunner.class)
public class RocksDbJournalSpec extends JavaJournalSpec {

  public RocksDbJournalSpec() {
    super(TestDirectories.configWithNewDirectory());
  }

  @Override
  public CapabilityFlag supportsRejectingNonSerializableObjects() {
    return CapabilityFlag.on();
  }

  @Override
  public CapabilityFlag supportsSerialization() {
    return CapabilityFlag.on();
  }

  @Override
  public CapabilityFlag supportsMetadata() {
    return CapabilityFlag.on();
  }
}
