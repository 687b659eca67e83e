package loom.aml.stale.project;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.stale.project.Project.Presence;
import org.jspecify.annotations.Nullable;

/** The commands and packages that the manifests of a repository define: all of its manifests together, wherever they are. */
public final class Manifests {
    private static final int MOST_FILES = 300;
    private static final List<String> NPM = List.of("package.json");
    private static final List<String> CARGO = List.of("Cargo.toml");
    private static final List<String> MAVEN = List.of(
            "pom.xml",
            "build.gradle",
            "build.gradle.kts",
            "libs.versions.toml",
            "settings.gradle",
            "settings.gradle.kts");
    private static final List<String> PYTHON = List.of(
            "pyproject.toml",
            "requirements.txt",
            "requirements-dev.txt",
            "setup.py",
            "setup.cfg",
            "Pipfile",
            "environment.yml",
            "uv.lock",
            "poetry.lock");
    private static final List<String> OTHERS =
            List.of("go.mod", "Gemfile", "composer.json", "mix.exs", "Package.swift", "pubspec.yaml", "deno.json");
    private static final List<String> LOCKS =
            List.of("package-lock.json", "yarn.lock", "pnpm-lock.yaml", "Cargo.lock", "go.sum", "Gemfile.lock");

    private final Project project;
    private final Makefiles makefiles;
    private final Map<String, Optional<Definitions>> targets = new HashMap<>();
    private final Map<String, Optional<Definitions>> recipes = new HashMap<>();
    private final Map<String, Presence> packages = new HashMap<>();
    private final Map<String, Optional<String>> plainTexts = new HashMap<>();
    private @Nullable Definitions scripts;

    public Manifests(Project project) {
        this.project = project;
        this.makefiles = new Makefiles(project);
    }

    /** Returns the targets of the makefile of a directory and, for the top, of all makefiles; empty if it has no makefile. */
    public Optional<Definitions> targets(String folder) {
        return targets.computeIfAbsent(folder, _ -> defined(folder, Makefiles.MAKE, makefiles::targets));
    }

    /** Returns the recipes of the justfile of a directory and, for the top, of all justfiles; empty if it has no justfile. */
    public Optional<Definitions> recipes(String folder) {
        return recipes.computeIfAbsent(folder, _ -> defined(folder, Makefiles.JUST, makefiles::recipes));
    }

    /** A text often does not say in which directory a command runs. */
    private Optional<Definitions> defined(
            String folder, List<String> fileNames, Function<String, Optional<Definitions>> reader) {
        if (!folder.isEmpty()) {
            return reader.apply(folder);
        }
        Set<String> names = new HashSet<>();
        List<String> files = files(fileNames);
        boolean isOpen = !project.isComplete() || files.size() > MOST_FILES;
        boolean isAny = false;
        for (String path : files.subList(0, Math.min(files.size(), MOST_FILES))) {
            Optional<Definitions> defined = reader.apply(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
            isAny |= defined.isPresent();
            isOpen |= defined.isPresent() && defined.get().isOpen();
            defined.ifPresent(one -> names.addAll(one.names()));
        }
        return isAny || isOpen ? Optional.of(new Definitions(names, isOpen)) : Optional.empty();
    }

    /** Returns the scripts of all {@code package.json}; open if one of them could not be read. */
    public Definitions scripts() {
        Definitions known = scripts;
        if (known == null) {
            Set<String> names = new HashSet<>();
            List<String> files = files(NPM);
            boolean isOpen = !project.isComplete() || files.size() > MOST_FILES || isClosed(NPM);
            for (String path : files.subList(0, Math.min(files.size(), MOST_FILES))) {
                Optional<JsonObject> manifest = project.text(path).flatMap(Manifests::parsed);
                isOpen |= manifest.isEmpty();
                manifest.flatMap(json -> json.object("scripts")).ifPresent(json -> names.addAll(json.keys()));
            }
            known = new Definitions(names, isOpen);
            scripts = known;
        }
        return known;
    }

    private static Optional<JsonObject> parsed(String text) {
        try {
            return Optional.of(JsonObject.parseUntrusted(
                    (text.startsWith("\ufeff") ? text.substring(1) : text).getBytes(StandardCharsets.UTF_8)));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    public boolean hasPackageJson() {
        return !files(NPM).isEmpty();
    }

    private List<String> files(List<String> names) {
        List<String> files = new ArrayList<>();
        for (String name : names) {
            files.addAll(project.tree().named(name));
        }
        return files;
    }

    /** Returns whether a manifest is a link, behind which anything may be. */
    private boolean isClosed(List<String> names) {
        return files(names).stream().anyMatch(path -> project.tree().isClosed(path + "/"));
    }

    /** Returns whether a Node package is installed whose programs could have this name; without packages nobody knows. */
    public boolean mayBeProgram(String name) {
        return project.at("node_modules/.bin") != Presence.PRESENT
                || project.at("node_modules/.bin/" + name) != Presence.MISSING;
    }

    public Presence npm(String name) {
        return packages.computeIfAbsent(
                "npm " + name,
                _ -> in(
                        NPM,
                        List.of(
                                "package-lock.json",
                                "yarn.lock",
                                "pnpm-lock.yaml",
                                "tsconfig.json",
                                "tsconfig.base.json"),
                        name));
    }

    public Presence crate(String name) {
        return packages.computeIfAbsent("crate " + name, _ -> in(CARGO, List.of("Cargo.lock"), name));
    }

    public Presence python(String name) {
        return packages.computeIfAbsent("python " + name, _ -> in(PYTHON, List.of(), name));
    }

    public Presence maven(String name) {
        return packages.computeIfAbsent("maven " + name, _ -> in(MAVEN, List.of(), name));
    }

    /** Returns whether any manifest of any kind names a package. */
    public Presence any(String name) {
        return packages.computeIfAbsent("any " + name, _ -> {
            List<String> all = new ArrayList<>(NPM);
            all.addAll(CARGO);
            all.addAll(MAVEN);
            all.addAll(PYTHON);
            all.addAll(OTHERS);
            return in(all, LOCKS, name);
        });
    }

    /**
     * Returns whether a manifest names a package, in any of its fields.
     *
     * @param also the names of other files that may name it; a repository needs none of them
     */
    private Presence in(List<String> manifests, List<String> also, String name) {
        List<String> files = files(manifests);
        boolean isUnknown =
                files.isEmpty() || files.size() > MOST_FILES || !project.isComplete() || isClosed(manifests);
        if (isUnknown) {
            return Presence.UNKNOWN;
        }
        files.addAll(files(also));
        String wanted = plain(name);
        for (String path : files) {
            Optional<String> text =
                    plainTexts.computeIfAbsent(path, one -> project.text(one).map(Manifests::plain));
            if (text.isEmpty()) {
                // Too large, or not readable.
                return Presence.UNKNOWN;
            }
            if (isNamed(text.get(), wanted)) {
                return Presence.PRESENT;
            }
        }
        return project.tree().hasDirectoryNamed(name) || project.tree().hasEnding(name.replace('.', '/'))
                ? Presence.PRESENT
                : Presence.MISSING;
    }

    /** Names of packages differ in case and in dashes. */
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isNamed(String text, String name) {
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            int end = at + name.length();
            boolean isStart = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) && text.charAt(at - 1) != '-';
            boolean isEnd =
                    end == text.length() || !Character.isLetterOrDigit(text.charAt(end)) && text.charAt(end) != '-';
            if (isStart && isEnd) {
                return true;
            }
        }
        return false;
    }
}
