package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import loom.aml.store.MemoryStore;
import org.junit.jupiter.api.Test;

/** Commands depend only on use cases and on the values that these take and return. */
class FrontEndArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(Session.class.getProtectionDomain().getCodeSource().getLocation());

    /** Packages that any command may use completely: use cases, the configuration, the vocabulary, samples and
     * the server for agents, which is a front end of its own. */
    private static final List<String> OPEN = List.of(
            "loom.aml.cli",
            "loom.aml.app",
            "loom.aml.config",
            "loom.aml.item",
            "loom.aml.json",
            "loom.aml.io",
            "loom.aml.sample",
            "loom.aml.server");

    /**
     * Commands that call code below the use cases. The list must not grow. Filters are parts of a query, whose language
     * the index defines.
     */
    private static final Set<String> EXCEPTIONS = Set.of("SearchFilters");

    @Test
    void commands_knowUseCasesAndValuesOnly() {
        SortedSet<String> others = new TreeSet<>();
        for (JavaClass command : CLASSES) {
            if (!isFrontEnd(command) || EXCEPTIONS.contains(fileOf(command).getSimpleName())) {
                continue;
            }
            for (Dependency dependency : command.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass();
                if (target.getPackageName().startsWith("loom.aml") && !isOpen(target) && !isValue(target)) {
                    others.add(fileOf(command).getSimpleName() + " -> " + target.getName());
                }
            }
        }
        assertThat(others).isEmpty();
    }

    @Test
    void exceptions_areNeeded() {
        SortedSet<String> needed = new TreeSet<>();
        for (JavaClass command : CLASSES) {
            if (isFrontEnd(command)
                    && command.getDirectDependenciesFromSelf().stream()
                            .map(Dependency::getTargetClass)
                            .anyMatch(target -> target.getPackageName().startsWith("loom.aml")
                                    && !isOpen(target)
                                    && !isValue(target))) {
                needed.add(fileOf(command).getSimpleName());
            }
        }
        assertThat(needed).containsAll(EXCEPTIONS);
    }

    @Test
    void commands_haveNoCyclesAcrossFiles() {
        Map<String, SortedSet<String>> uses = new TreeMap<>();
        for (JavaClass command : CLASSES) {
            if (command.getPackageName().equals("loom.aml.cli.command")) {
                SortedSet<String> used = uses.computeIfAbsent(fileOf(command).getName(), _ -> new TreeSet<>());
                for (Dependency dependency : command.getDirectDependenciesFromSelf()) {
                    JavaClass target = fileOf(dependency.getTargetClass());
                    if (target.getPackageName().equals("loom.aml.cli.command") && !target.equals(fileOf(command))) {
                        used.add(target.getName());
                    }
                }
            }
        }
        removeLeaves(uses);
        assertThat(uses).isEmpty();
    }

    /** Each remaining file uses a remaining file: it is part of a cycle or leads to one. */
    private static void removeLeaves(Map<String, SortedSet<String>> uses) {
        boolean isChanged = true;
        while (isChanged) {
            for (SortedSet<String> used : uses.values()) {
                used.retainAll(uses.keySet());
            }
            isChanged = uses.values().removeIf(Set::isEmpty);
        }
    }

    private static boolean isFrontEnd(JavaClass candidate) {
        return candidate.getPackageName().equals("loom.aml.cli.command")
                || candidate.getPackageName().equals("loom.aml.cli.complete")
                || candidate.getPackageName().equals("loom.aml.cli.print")
                || candidate.getPackageName().equals("loom.aml.cli.schedule")
                || candidate.getPackageName().equals("loom.aml.cli.serve")
                || candidate.getPackageName().equals("loom.aml.cli.system");
    }

    private static boolean isOpen(JavaClass target) {
        return OPEN.stream()
                .anyMatch(open -> target.getPackageName().equals(open)
                        || target.getPackageName().startsWith(open + "."));
    }

    /**
     * Returns whether it is a record, an enumeration, an exception or an interface without behaviour of a capability.
     */
    private static boolean isValue(JavaClass target) {
        return target.isRecord()
                || target.isEnum()
                || target.isAssignableTo(Throwable.class)
                || target.isInterface() && !target.isEquivalentTo(MemoryStore.class);
    }

    private static JavaClass fileOf(JavaClass candidate) {
        JavaClass outer = candidate;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
