package loom.aml;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.File;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.List;
import loom.aml.io.CallerEnvironment;
import loom.aml.io.Checksum;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.Encoding;
import loom.aml.io.FileName;
import loom.aml.io.NotRegularFileException;
import loom.aml.io.TextInput;
import loom.aml.storage.Appender;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseObject;
import loom.aml.storage.LeaseTerms;
import loom.aml.storage.ObjectReader;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.FileChange;
import loom.aml.store.FileMaintenance;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The house: which package may know which. Arrows run down only. */
class ArchitectureTest {
    /** The classes of this module without its tests, wherever they are compiled to. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(Disk.class.getProtectionDomain().getCodeSource().getLocation());

    /** The packages of the operations on a store. Add each new operation here. */
    private static final List<String> CAPABILITIES = List.of(
            "prune",
            "tidy",
            "fold",
            "edit",
            "compress",
            "migrate",
            "backup",
            "index",
            "monitor",
            "notify",
            "connect",
            "locate",
            "exchange",
            "stale",
            "map",
            "merge",
            "purge");

    private static String packages(String name) {
        return "loom.aml." + name + "..";
    }

    @Test
    void arrows_runDownOnly() {
        String[] capabilities =
                CAPABILITIES.stream().map(ArchitectureTest::packages).toArray(String[]::new);
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("loom.aml..")
                .layer("app")
                .definedBy(packages("app"))
                .layer("config")
                .definedBy(packages("config"))
                .layer("maintain")
                .definedBy(packages("maintain"))
                .layer("run")
                .definedBy(packages("run"))
                .layer("recall")
                .definedBy(packages("recall"))
                .layer("capabilities")
                .definedBy(capabilities)
                .layer("store")
                .definedBy(packages("store"))
                .layer("storage")
                .definedBy(packages("storage"))
                .layer("item")
                .definedBy(packages("item"))
                .layer("io")
                .definedBy(packages("io"))
                .layer("json")
                .definedBy(packages("json"))
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("config")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("maintain")
                .mayOnlyBeAccessedByLayers("app", "config")
                .whereLayer("run")
                .mayOnlyBeAccessedByLayers("app", "config", "maintain")
                .whereLayer("recall")
                .mayOnlyBeAccessedByLayers("app", "config", "maintain", "run")
                .whereLayer("capabilities")
                .mayOnlyBeAccessedByLayers("app", "config", "maintain", "run", "recall")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("app", "config", "maintain", "run", "recall", "capabilities")
                .whereLayer("storage")
                .mayOnlyBeAccessedByLayers("app", "config", "maintain", "run", "recall", "capabilities", "store")
                .whereLayer("storage")
                .mayOnlyAccessLayers("io", "json")
                .whereLayer("item")
                .mayOnlyBeAccessedByLayers("app", "config", "maintain", "run", "recall", "capabilities", "store")
                .whereLayer("io")
                .mayNotAccessAnyLayer()
                .whereLayer("json")
                .mayNotAccessAnyLayer()
                .ensureAllClassesAreContainedInArchitecture()
                .check(CLASSES);
    }

    @Test
    void capabilities_knowNothingOfEachOther() {
        for (String capability : CAPABILITIES) {
            String[] others = CAPABILITIES.stream()
                    .filter(other -> !other.equals(capability))
                    .map(ArchitectureTest::packages)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(packages(capability))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(CLASSES);
        }
    }

    /** Capabilities that know a store only by its items, so that they serve any store. */
    private static final List<String> OF_ITEMS =
            List.of("prune", "tidy", "fold", "compress", "migrate", "edit", "monitor", "index", "recall");

    /** The classes that keep what a capability derived from a store in a folder beside it. The store itself they do not touch. */
    private static final String OWN_FOLDERS =
            "loom\\.aml\\.(index\\.(IndexFolder|DiskDirectory)|recall\\.RecallFolder)(\\$.*)?";

    /** Bytes, texts and names: whatever a store is made of, its items have them. */
    private static final DescribedPredicate<JavaClass> NOT_ABOUT_FILES = JavaClass.Predicates.belongToAnyOf(
            TextInput.class,
            DamagedException.class,
            Checksum.class,
            FileName.class,
            // How a collection is stored is shown to people.
            Encoding.class,
            // Something other than a file in the folder of an index is damage to that index.
            NotRegularFileException.class,
            // A lock that another process holds is reported, whatever holds it.
            StoreLockedException.class,
            CallerEnvironment.class);

    @Test
    void capabilitiesOfItems_knowNothingOfFiles() {
        for (String capability : OF_ITEMS) {
            noClasses()
                    .that()
                    .resideInAPackage(packages(capability))
                    .and()
                    .haveNameNotMatching(OWN_FOLDERS)
                    .should()
                    .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                                    packages("io"),
                                    packages("storage"),
                                    packages("store.file"),
                                    packages("store.loom"),
                                    packages("store.log"))
                            .and(DescribedPredicate.not(NOT_ABOUT_FILES)))
                    .check(CLASSES);
        }
    }

    /** The interface of a target does not mention files, so that an object store can implement it. */
    @Test
    void targets_needNotBeFolders() {
        noClasses()
                .that()
                .belongToAnyOf(
                        BackupTarget.class,
                        ObjectReader.class,
                        Appender.class,
                        Lease.class,
                        LeaseTerms.class,
                        LeaseObject.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(packages("io"))
                .check(CLASSES);
    }

    /** Only what a capability does to whole files needs a store of files. */
    @Test
    void capabilitiesOfAnyStore_neitherReadNorChangeFiles() {
        for (String capability : List.of("prune", "migrate", "edit", "monitor", "index", "recall")) {
            noClasses()
                    .that()
                    .resideInAPackage(packages(capability))
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(FileChange.class, FileMaintenance.class)
                    .check(CLASSES);
        }
    }

    /** A store of another kind is opened by another provider, and nothing else notices. */
    @Test
    void kindsOfStores_areKnownToTheRegistryAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        packages("store.file"),
                        packages("store.loom"),
                        packages("store.markdown"),
                        packages("store.graph"),
                        packages("store.kind"))
                .should()
                .dependOnClassesThat()
                .implement(MemoryStore.class)
                .orShould()
                .dependOnClassesThat()
                .implement(StoreProvider.class)
                .check(CLASSES);
    }

    @Test
    void files_areTouchedInIoAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("loom.aml.io..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Files.class, File.class, FileChannel.class)
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File(In|Out)putStream|FileReader|FileWriter|RandomAccessFile)")
                .check(CLASSES);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("loom.aml.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** Nested types belong to the file that they are in. */
    @ParameterizedTest
    @ValueSource(strings = {"loom.aml.run", "loom.aml.maintain", "loom.aml.store"})
    void files_haveNoCycles(String root) {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                        String name = javaClass.getName();
                        return name.startsWith(root + ".")
                                ? SliceIdentifier.of(name.replaceFirst("\\$.*", ""))
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "files of " + root;
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void packages_areNullMarked() {
        assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .filteredOn(javaPackage -> !isNullMarked(javaPackage))
                .extracting(JavaPackage::getName)
                .isEmpty();
    }

    private static boolean isNullMarked(JavaPackage javaPackage) {
        return javaPackage
                .tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
    }

    @Test
    void names_areTakenFromTheProblem_notFromThePattern() {
        classes()
                .should()
                .haveSimpleNameNotEndingWith("Util")
                .andShould()
                .haveSimpleNameNotEndingWith("Utils")
                .andShould()
                .haveSimpleNameNotEndingWith("Helper")
                .andShould()
                .haveSimpleNameNotEndingWith("Manager")
                .andShould()
                .haveSimpleNameNotEndingWith("Impl")
                .check(CLASSES);
    }
}
