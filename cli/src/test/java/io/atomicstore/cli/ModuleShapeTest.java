package io.atomicstore.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ModuleShapeTest {

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.atomicstore.cli");

  @Test
  void transfersByTheClientAlone() {
    noClasses()
        .that()
        .resideInAPackage("io.atomicstore.cli.transfer")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.atomicstore.cli", "io.atomicstore.server..", "io.grpc..", "picocli..")
        .check(MODULE);
  }

  @Test
  void knowsNothingOfTheEngine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.atomicstore.engine..", "org.apache.pekko..", "org.rocksdb..")
        .check(MODULE);
  }

  @Test
  void showsExactlyTheseTypes() {
    Set<String> publicTypes =
        MODULE.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> type.getEnclosingClass().isEmpty())
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toSet());

    assertThat(publicTypes)
        .containsExactlyInAnyOrder(
            "AtomicStoreCommand",
            "DamagedExportException",
            "EventJson",
            "Export",
            "Import",
            "LogDiffersException",
            "NoSuchLogException",
            "NotStoredException",
            "Selection",
            "TransferCounts",
            "UnusableExportException");
  }
}
