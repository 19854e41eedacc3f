package io.atomicstore.journal.rocksdb;

import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.snapshot.JavaSnapshotStoreSpec;
import org.junit.runner.RunWith;
import org.scalatestplus.junit.JUnitRunner;

/** Pekko's conformance suite for snapshot stores. */
@RunWith(JUnitRunner.class)
public class RocksDbSnapshotStoreSpec extends JavaSnapshotStoreSpec {

  public RocksDbSnapshotStoreSpec() {
    super(TestDirectories.configWithNewDirectory());
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
