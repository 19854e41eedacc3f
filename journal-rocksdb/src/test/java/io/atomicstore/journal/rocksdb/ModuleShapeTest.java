package io.atomicstore.journal.rocksdb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What this module may know, and what others may know of it. */
final class ModuleShapeTest {

  private static final String MODULE = "io.atomicstore.journal.rocksdb";

  private final JavaClasses module =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(MODULE);

  @Test
  void knowsPekkoRocksDbAndWhatTheEngineAsksOfJournals() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            MODULE,
            "io.atomicstore.journal",
            "java..",
            "scala..",
            "org.apache.pekko..",
            "com.typesafe.config..",
            "org.rocksdb..",
            "org.slf4j..",
            "org.jspecify..")
        .check(module);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.atomicstore.core..", "io.atomicstore.engine..")
        .check(module);
  }

  @Test
  void showsItsFrontDoorItsQueriesAndItsErrors() {
    assertThat(
            module.stream().filter(ModuleShapeTest::isPublicToOthers).map(JavaClass::getSimpleName))
        .containsExactlyInAnyOrder(
            "RocksDbJournal",
            "RocksDbReadJournal",
            "RocksDbScalaReadJournal",
            "VerificationReport",
            "Fault",
            "Problem",
            "CorruptRecordException",
            "MigrationRefusedException",
            "SequenceNrGapException",
            "SequenceNrTakenException",
            "StoreUnavailableException");
  }

  @Test
  void isOnePackageWithoutNulls() {
    assertThat(module.stream().map(JavaClass::getPackageName)).containsOnly(MODULE);
    assertThat(RocksDbJournal.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
  }

  private static boolean isPublicToOthers(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ModuleShapeTest::isPublicToOthers).orElse(true);
  }
}
