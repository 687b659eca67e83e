package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.json.JsonObject;

/** The states of a project in which commands run. Each is created once; tests that change it use a copy. */
enum Situation {
    /** A folder without a store. */
    NOTHING {
        @Override
        void make(Path project) {}
    },

    /** A store in which no agent has written anything. */
    EMPTY {
        @Override
        void make(Path project) {
            run(project, "init");
        }
    },

    /** Some agents have worked; the store was never maintained. */
    FRESH {
        @Override
        void make(Path project) throws IOException {
            run(project, "sample .loom/memory --items 240 --agents 3 --seed 7 --rot 0.4");
            Files.createSymbolicLink(project.resolve(".loom/memory/linked"), project);
            configure(project);
            Path systemctl = Files.createDirectory(project.resolve("bin")).resolve("systemctl");
            Files.writeString(systemctl, "#!/bin/sh\n");
            Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    },

    /** Maintained, backed up, migrated, pinned, monitored and undone, so every record has an entry. */
    LIVED {
        @Override
        void make(Path project) throws IOException {
            FRESH.make(project);
            run(project, "maintain");
            run(project, "backup create --full --description before");
            run(project, "prune --aggressive");
            run(project, "migrate migrate --version 1.1.0");
            run(project, "undo");
            run(project, "pin " + itemOf(project));
            run(project, "monitor metrics");
            run(project, "optimize warm-cache");
            run(project, "optimize index");
            run(project, "monitor alerts test");
            run(project, "backup create");
        }
    },

    /** Like {@link #LIVED}, with a damaged collection and a damaged segment of the backups. */
    DAMAGED {
        @Override
        void make(Path project) throws IOException {
            LIVED.make(project);
            Path store = project.resolve(".loom/memory");
            try (var files = Files.walk(store)) {
                Path cut = files.filter(file -> file.endsWith("solutions.json"))
                        .sorted()
                        .findFirst()
                        .orElseThrow();
                Files.writeString(cut, "[{\"id\": \"a\", \"problem\": {\"errorType\": \"b\"}}, {\"id\": \"cut o");
                Files.setLastModifiedTime(cut, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
            }
            try (var files = Files.walk(project.resolve(".loom/memory-backup/aml/generations"))) {
                for (Path segment : files.filter(file -> file.toString().endsWith(".zst")
                                && file.getParent().endsWith("segments"))
                        .toList()) {
                    Files.write(segment, new byte[40]);
                }
            }
        }
    },

    /** A memory folder of Claude Code in the project, with an index that is nearly full and an entry that leads to nothing. */
    NOTES {
        @Override
        void make(Path project) throws IOException {
            Path memory = Files.createDirectories(project.resolve(".claude/memory"));
            StringBuilder index = new StringBuilder("# Memory\n- [Gone](gone.md) — moved away\n");
            for (int i = 0; i < 170; i++) {
                String name = (i % 2 == 0 ? "feedback_rule-" : "project_plan-") + i;
                write(memory.resolve(name + ".md"), "# Rule " + i + "\n\nDeploy on Tuesday " + i + ".\n");
                index.append("- [Rule ").append(i).append("](").append(name).append(".md) — deploy\n");
            }
            write(memory.resolve("MEMORY.md"), index.toString());
        }

        private static void write(Path file, String text) throws IOException {
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        }
    };

    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    abstract void make(Path project) throws IOException;

    /** Returns the command line in a project with its own home, programs and launcher. */
    static Cli cli(Path project) {
        return new Cli(project)
                .with("HOME", project.toString())
                .with("PATH", project.resolve("bin").toString())
                .with("LOOM_AML_LAUNCHER", project.toString());
    }

    /** Returns a copy of the situation. */
    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }

    /** Returns the values of the placeholders of a scenario in a project. */
    static Map<String, String> names(Path project) throws IOException {
        Map<String, String> names = new HashMap<>();
        names.put(
                "{agent}",
                json(project, "agents").objects("agents").stream()
                        .flatMap(agent -> agent.string("agent").stream())
                        .findFirst()
                        .orElse(""));
        names.put("{item}", itemOf(project));
        names.put("{snapshot}", first(json(project, "backup list").objects("snapshots"), "id"));
        names.put("{run}", first(json(project, "history").objects("runs"), "run"));
        names.put("{alert}", first(json(project, "monitor alerts list").objects("alerts"), "id"));
        return names;
    }

    /** Returns the first pattern of the first agent. */
    private static String itemOf(Path project) throws IOException {
        Path store = project.resolve(".loom/memory");
        if (!Files.exists(store)) {
            return "none";
        }
        try (var files = Files.walk(store)) {
            for (Path patterns : files.filter(file -> file.endsWith("patterns.json"))
                    .sorted()
                    .toList()) {
                Matcher id = ID.matcher(Files.readString(patterns));
                if (id.find()) {
                    return id.group(1);
                }
            }
        }
        return "none";
    }

    private static String first(List<JsonObject> list, String key) {
        return list.stream()
                .flatMap(one -> one.string(key).stream())
                .findFirst()
                .orElse("none");
    }

    private static JsonObject json(Path project, String line) throws IOException {
        return cli(project).run((line + " --json").split(" ")).json();
    }

    private static void configure(Path project) throws IOException {
        Files.writeString(project.resolve(".loom/aml.toml"), """
                [agents.debugger]
                prune.pattern_unused = "45d"
                """);
    }

    private static void run(Path project, String line) {
        Cli.Result result = cli(project).run(line.split(" "));
        assertThat(result.code()).as(line + ": " + result.err()).isIn(ExitCode.DONE, ExitCode.PARTIAL);
    }
}
