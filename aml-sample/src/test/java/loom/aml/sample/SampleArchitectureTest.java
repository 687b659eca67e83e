package loom.aml.sample;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import loom.aml.store.Cause;
import loom.aml.store.Reason;
import loom.aml.store.Workers;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Samples do not depend on code that maintains stores, so that both cannot share a mistake. */
class SampleArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(SampleStore.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void samples_useNoCodeThatMaintainsStores() {
        classes()
                .should()
                .onlyDependOnClassesThat(JavaClass.Predicates.resideOutsideOfPackage("loom.aml..")
                        .or(JavaClass.Predicates.resideInAnyPackage(
                                "loom.aml.sample..", "loom.aml.io..", "loom.aml.item..", "loom.aml.json.."))
                        .or(JavaClass.Predicates.belongToAnyOf(Reason.class, Cause.class, Workers.class))
                        .or(DescribedPredicate.describe(
                                "create stores",
                                target -> target.getFullName().equals("loom.aml.store.loom.NewStore"))))
                .check(CLASSES);
    }

    @Test
    void files_areTouchedThroughTheDiskAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Files.class, File.class, FileChannel.class)
                .check(CLASSES);
    }

    @Test
    void package_isNullMarked() {
        assertThat(CLASSES.get(SampleStore.class).getPackage().getPackageInfo().isAnnotatedWith(NullMarked.class))
                .isTrue();
    }
}
