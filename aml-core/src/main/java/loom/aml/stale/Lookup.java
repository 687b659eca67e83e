package loom.aml.stale;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import loom.aml.io.FileName;
import loom.aml.item.ItemKind;
import loom.aml.stale.StaleMention.Source;
import loom.aml.stale.mention.Mention;
import loom.aml.stale.project.Definitions;
import loom.aml.stale.project.Manifests;
import loom.aml.stale.project.Project;
import loom.aml.stale.project.Project.Presence;
import loom.aml.store.MemoryStore;
import loom.aml.store.StorePaths;

/** Looks mentions up among the notes of a store and in its repository. */
final class Lookup {
    private static final String NOTE = ".md";
    private static final String NO_FILE = "no such file";

    /** Manifests of builds that make a makefile, or a program in the folder of the sources. */
    private static final List<String> MAKERS = List.of(
            "CMakeLists.txt",
            "configure",
            "configure.ac",
            "Makefile.in",
            "Makefile.am",
            "Makefile.PL",
            "meson.build",
            "premake5.lua");

    private static final List<String> COMPILED = List.of(
            "go.mod",
            "Cargo.toml",
            "CMakeLists.txt",
            "configure.ac",
            "Makefile",
            "makefile",
            "meson.build",
            "Package.swift",
            "build.zig",
            "dune-project");

    private static final List<String> WRAPPERS = List.of("gradlew", "mvnw");

    private final NoteNames notes;
    private final boolean holdsNotes;
    private final Optional<Project> project;
    private final Optional<Manifests> manifests;
    private final Project store;
    private int checked;

    Lookup(MemoryStore store, NoteNames notes, Optional<Project> project) {
        StorePaths place = store.place();
        this.notes = notes;
        this.holdsNotes = store.kinds().contains(ItemKind.NOTE);
        this.project = project;
        this.manifests = project.map(Manifests::new);
        this.store = new Project(place.disk(), place.root(), 0);
    }

    /** The answer to a question. */
    sealed interface Answer {
        /** It exists. */
        record Present() implements Answer {}

        /** It is not certain, so nothing is reported. */
        record Unknown() implements Answer {}

        /** It does not exist. */
        record Missing(String what, Optional<String> suggestion) implements Answer {}

        Answer PRESENT = new Present();
        Answer UNKNOWN = new Unknown();
    }

    /** Returns the number of mentions that either exist or certainly do not. */
    int checked() {
        return checked;
    }

    Answer of(Source source, Mention mention) {
        Answer answer = switch (mention) {
            case Mention.NoteName note -> note(note.name());
            case Mention.FileLink link -> link(source, link.target());
            case Mention.FilePath path ->
                project.map(in -> path(in, source, path)).orElse(Answer.UNKNOWN);
            case Mention.Program program ->
                project.map(in -> program(in, program)).orElse(Answer.UNKNOWN);
            case Mention.MavenModule module ->
                project.map(in -> module(in, module)).orElse(Answer.UNKNOWN);
            case Mention.MakeTarget target ->
                project.map(in -> target(in, target)).orElse(Answer.UNKNOWN);
            case Mention.Recipe recipe -> project.map(in -> recipe(in, recipe)).orElse(Answer.UNKNOWN);
            case Mention.Script script -> project.map(in -> script(in, script)).orElse(Answer.UNKNOWN);
            case Mention.Dependency one ->
                manifests.map(in -> dependency(in, one)).orElse(Answer.UNKNOWN);
        };
        checked += answer instanceof Answer.Unknown ? 0 : 1;
        return answer;
    }

    private static Answer of(Presence presence, String what, Optional<String> suggestion) {
        return switch (presence) {
            case PRESENT -> Answer.PRESENT;
            case UNKNOWN -> Answer.UNKNOWN;
            case MISSING -> new Answer.Missing(what, suggestion);
        };
    }

    private Answer note(String name) {
        if (!holdsNotes || !notes.isComplete() || name.startsWith("global/")) {
            return Answer.UNKNOWN;
        }
        if (notes.has(name)) {
            return Answer.PRESENT;
        }
        // Pages of the repository are linked in the same way.
        boolean isPlain = Project.isPlain(name);
        if (isPlain && project.isPresent()) {
            Presence page = project.get().anywhere(name.endsWith(NOTE) ? name : name + NOTE, false);
            Presence file = page == Presence.MISSING ? project.get().anywhere(name, false) : page;
            if (file != Presence.MISSING) {
                return of(file, "", Optional.empty());
            }
        }
        return new Answer.Missing("no memory of this name", notes.near(name));
    }

    private Answer link(Source source, String target) {
        String folder = source.file().substring(0, source.file().lastIndexOf('/') + 1);
        Optional<String> inside = holdsNotes ? resolved(folder + target) : Optional.empty();
        if (inside.isPresent() && (notes.hasFile(inside.get()) || store.at(inside.get()) != Presence.MISSING)) {
            return Answer.PRESENT;
        }
        if (holdsNotes && inside.isEmpty()) {
            return project.map(in -> outside(in, folder + target)).orElse(Answer.UNKNOWN);
        }
        boolean isOfNote = holdsNotes && target.endsWith(NOTE) && inside.isPresent();
        if (isOfNote && !notes.isComplete() || target.contains("..") && !isOfNote) {
            return Answer.UNKNOWN;
        }
        Optional<String> near = isOfNote ? notes.near(target).map(id -> id + NOTE) : Optional.empty();
        if (project.isPresent()) {
            Optional<String> path = target.contains("..") ? Optional.empty() : resolved(target);
            Presence presence =
                    path.map(one -> project.get().anywhere(one, false)).orElse(Presence.MISSING);
            return of(presence, NO_FILE, near.or(() -> path.flatMap(one -> moved(project.get(), one, presence))));
        }
        int slash = target.lastIndexOf('/');
        boolean isAmongNotes = isOfNote && (slash < 0 || notes.hasFolder(folder + target.substring(0, slash)));
        return isAmongNotes ? new Answer.Missing(NO_FILE, near) : Answer.UNKNOWN;
    }

    /** A link that leads out of the store leads into the repository if that contains the store. */
    private Answer outside(Project in, String target) {
        if (!store.root().startsWith(in.root())) {
            return Answer.UNKNOWN;
        }
        Path below = in.root().relativize(store.root());
        Optional<String> path = resolved(FileName.text(below) + "/" + target);
        if (path.isEmpty() || !Project.isPlain(path.get())) {
            return Answer.UNKNOWN;
        }
        Presence presence = in.at(path.get());
        return of(presence, NO_FILE, moved(in, path.get(), presence));
    }

    /** Resolves dots; empty if the path leads out. */
    private static Optional<String> resolved(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..") && parts.pollLast() == null) {
                return Optional.empty();
            }
            if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
                parts.addLast(part);
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("/", parts));
    }

    private static Optional<String> moved(Project in, String path, Presence presence) {
        return presence == Presence.MISSING ? in.movedTo(path) : Optional.empty();
    }

    private Answer path(Project in, Source source, Mention.FilePath mention) {
        String path = mention.path();
        if (holdsNotes) {
            String folder = source.file().substring(0, source.file().lastIndexOf('/') + 1);
            String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            if (store.at(plain) == Presence.PRESENT
                    || !folder.isEmpty() && store.at(folder + plain) == Presence.PRESENT) {
                return Answer.PRESENT;
            }
        }
        Presence presence = in.anywhere(path, mention.isRooted());
        if (presence == Presence.MISSING && isElsewhere(in, mention)) {
            return Answer.UNKNOWN;
        }
        boolean isFile =
                !path.endsWith("/") && path.substring(path.lastIndexOf('/') + 1).indexOf('.') >= 0;
        return of(
                presence,
                isFile ? NO_FILE : "no such file or directory",
                isFile ? moved(in, path, presence) : Optional.empty());
    }

    /**
     * Returns whether a path is said to be in a folder that is not in the repository: that of another repository, or one that is
     * missing and reported itself.
     */
    private static boolean isElsewhere(Project in, Mention.FilePath mention) {
        return mention.within().stream().anyMatch(folder -> in.anywhere(folder, false) != Presence.PRESENT);
    }

    private static Answer program(Project in, Mention.Program program) {
        String path = in(program.folder(), program.path());
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean isScript = name.indexOf('.') > 0 || WRAPPERS.contains(name);
        Presence presence = in.anywhere(path, false);
        if (presence == Presence.MISSING && !program.folder().isEmpty()) {
            presence = in.anywhere(program.path(), false);
        }
        boolean isMade = presence == Presence.MISSING && !isScript && !in.hasNone(COMPILED);
        return isMade ? Answer.UNKNOWN : of(presence, NO_FILE, moved(in, path, presence));
    }

    private static Answer module(Project in, Mention.MavenModule module) {
        Presence presence = in.anywhere(in(module.folder(), module.path()), false);
        return of(presence, "no such module", Optional.empty());
    }

    private static String in(String folder, String path) {
        return folder.isEmpty() ? path : folder + "/" + path;
    }

    private Answer target(Project in, Mention.MakeTarget target) {
        Optional<Definitions> defined = manifests.orElseThrow().targets(target.folder());
        if (defined.isEmpty()) {
            return isUnknown(in, target.folder()) || !in.hasNone(MAKERS)
                    ? Answer.UNKNOWN
                    : new Answer.Missing("no Makefile", Optional.empty());
        }
        // A file of this name is a target that is up to date.
        boolean isFile = in.at(in(target.folder(), target.name())) != Presence.MISSING
                || target.name().endsWith(".o");
        return isFile
                ? Answer.PRESENT
                : defined(defined.get(), target.name(), "no such target in the Makefile", "make ");
    }

    private Answer recipe(Project in, Mention.Recipe recipe) {
        Optional<Definitions> defined = manifests.orElseThrow().recipes(recipe.folder());
        if (defined.isEmpty()) {
            return isUnknown(in, recipe.folder())
                    ? Answer.UNKNOWN
                    : new Answer.Missing("no justfile", Optional.empty());
        }
        return defined(defined.get(), recipe.name(), "no such recipe in the justfile", "just ");
    }

    /** Returns whether nothing is known about a directory in which a command runs. */
    private static boolean isUnknown(Project in, String folder) {
        return !folder.isEmpty() && in.anywhere(folder, false) != Presence.MISSING && in.at(folder) != Presence.PRESENT
                || !in.isComplete();
    }

    private Answer script(Project in, Mention.Script script) {
        Manifests known = manifests.orElseThrow();
        Definitions defined = known.scripts();
        String runner = script.text()
                .substring(0, script.text().length() - script.name().length());
        boolean isBuiltIn =
                script.name().equals("env") || script.name().equals("start") && in.hasAny(List.of("server.js"));
        if (isBuiltIn || defined.names().contains(script.name())) {
            return Answer.PRESENT;
        }
        if (!script.isExact() && known.mayBeProgram(script.name())) {
            return Answer.UNKNOWN;
        }
        if (!known.hasPackageJson() && in.isComplete()) {
            return new Answer.Missing("no package.json", Optional.empty());
        }
        return defined(defined, script.name(), "no such script in package.json", runner);
    }

    private static Answer defined(Definitions defined, String name, String what, String before) {
        if (defined.names().contains(name)) {
            return Answer.PRESENT;
        }
        return defined.isOpen()
                ? Answer.UNKNOWN
                : new Answer.Missing(what, defined.near(name).map(near -> before + near));
    }

    private static Answer dependency(Manifests in, Mention.Dependency one) {
        return switch (one.registry()) {
            case NPM -> of(in.npm(one.name()), "no such dependency in package.json", Optional.empty());
            case CARGO -> of(in.crate(one.name()), "no such dependency in Cargo.toml", Optional.empty());
            case PYTHON -> of(in.python(one.name()), "no such dependency in the Python manifests", Optional.empty());
            case MAVEN -> of(in.maven(one.name()), "no such dependency in the build files", Optional.empty());
            case ANY -> of(in.any(one.name()), "no such dependency in any manifest", Optional.empty());
        };
    }
}
