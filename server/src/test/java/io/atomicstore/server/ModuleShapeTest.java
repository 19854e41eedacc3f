package io.atomicstore.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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

final class ModuleShapeTest {

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.atomicstore.server");

  @Test
  void showsExactlyTheseTypesAtItsFrontDoor() {
    Set<String> publicTypes =
        MODULE.stream()
            .filter(type -> type.getPackageName().equals("io.atomicstore.server"))
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> type.getEnclosingClass().isEmpty())
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toSet());

    assertThat(publicTypes)
        .containsExactlyInAnyOrder(
            "AtomicStoreServer",
            "OfflineStore",
            "ServerSettings",
            "ServerSettingsException",
            "UnusableAddressException",
            "Version");
  }

  @Test
  void knowsNoClient() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.atomicstore.client")
        .check(MODULE);
  }

  @Test
  void holdsConversationsWhateverCarriesThem() {
    noClasses()
        .that()
        .resideInAPackage("io.atomicstore.server.conversation")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.atomicstore.server",
            "io.atomicstore.server.grpc",
            "io.atomicstore.server.http",
            "io.atomicstore.journal..",
            "io.grpc.netty..",
            "org.apache.pekko.http..")
        .check(MODULE);
  }

  @Test
  void letsOnlyTheFrontDoorAndTheAdministrationKnowAJournal() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.atomicstore.server", "io.atomicstore.server.grpc")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.atomicstore.journal..")
        .check(MODULE);
  }

  @Test
  void hasNothingPublicToExtend() {
    classes()
        .that()
        .arePublic()
        .and()
        .areNotInterfaces()
        .and()
        .resideOutsideOfPackage("io.atomicstore.server.proto")
        .and()
        .areNotAssignableTo(Enum.class)
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(MODULE);
  }
}
