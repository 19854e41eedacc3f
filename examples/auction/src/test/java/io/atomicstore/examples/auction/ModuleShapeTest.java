package io.atomicstore.examples.auction;

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
          .importPackages("io.atomicstore.examples.auction");

  @Test
  void keepsTheAuctionHouseFreeOfTheDemo() {
    noClasses()
        .that()
        .resideInAPackage("io.atomicstore.examples.auction")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.atomicstore.examples.auction.demo")
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
            "AuctionHouse",
            "Bid",
            "Demo",
            "InvalidInputException",
            "LiveSale",
            "Lot",
            "ProxyRule",
            "Refusal",
            "Screen",
            "Standing");
  }
}
