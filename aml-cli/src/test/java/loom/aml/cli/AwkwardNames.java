package loom.aml.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.io.FileName;

/** A store with agents and files of every kind of name that a file system allows. */
final class AwkwardNames {
    /** Bytes that are not UTF-8 are lone surrogates. */
    static final List<String> ALL = List.of(
            "r\udce9viseur",
            "r\\xe9viseur",
            "\udc80",
            "\udcc0\udcaf",
            "\udced\udca0\udc80",
            "\udcf0\udc9f\udc98",
            "\ufffd",
            "caf\u00e9",
            "cafe\u0301",
            "a\naml: all is well",
            "tab\there",
            "esc\u001b[31mred",
            "c1\u009b31mred",
            "sep\u2028arator",
            "\u202egnp.exe",
            "team\\dev",
            "quo'te\"s",
            "com,ma",
            "com",
            "-dash",
            "@at",
            " blank ",
            "$(HOME)`id`",
            "%41",
            "x".repeat(255),
            "\u65e5".repeat(85));

    private AwkwardNames() {}

    /** Creates a store with an agent of each name, and files of each name in and beside it. */
    static void make(Path store, Cli cli) throws IOException {
        Cli.Result made = cli.run("sample", store.toString(), "--items", "24", "--agents", "1", "--seed", "1", "-q");
        if (made.code() != ExitCode.DONE) {
            throw new IllegalStateException(made.err());
        }
        Path first;
        try (Stream<Path> agents = Files.list(store)) {
            first = agents.filter(agent -> Files.exists(agent.resolve("patterns.json")))
                    .findFirst()
                    .orElseThrow();
        }
        for (String name : ALL) {
            Path agent = Files.createDirectory(FileName.resolve(store, name));
            for (String file : List.of("patterns.json", "decisions.json", "metrics.json", "context.json")) {
                Files.copy(first.resolve(file), agent.resolve(file));
            }
            Files.writeString(FileName.resolve(agent, name), "a file of the agent");
            Files.writeString(
                    FileName.resolve(store, name.length() > 80 ? "y" + name.substring(1) : "f-" + name),
                    "a file beside the agents");
        }
    }

    /** Returns the bytes of all files of a folder by name, without the records of aml. */
    static TreeMap<String, String> contents(Path folder) throws IOException {
        TreeMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = FileName.text(folder.relativize(file));
                if (!path.startsWith("monitoring/") && !path.startsWith(".aml-") && !path.startsWith("config/")) {
                    contents.put(path, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }
}
