package dev.hybridmim.augment;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
  private static final String ROOT = "dev.hybridmim.augment";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void onlyThePipelineKnowsBeamAndFlink() {
    assertThat(classes).isNotEmpty();
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".pipeline..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.beam..", "org.apache.flink..", "org.apache.kafka..")
        .check(classes);
  }

  @Test
  void masksAndPlansKnowNothingOfHowVolumesAreStored() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".random..", ROOT + ".mask..", ROOT + ".plan..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.hybridmim.ingest..", ROOT + ".sample..", ROOT + ".pipeline..")
        .check(classes);
  }
}
