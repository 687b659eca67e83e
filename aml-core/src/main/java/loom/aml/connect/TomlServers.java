package loom.aml.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.connect.TomlStatements.Statement;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * The servers in the configuration of Codex. An entry is a table:
 *
 * <pre>
 * [mcp_servers.aml]
 * command = "/opt/aml/aml"
 * args = ["mcp"]
 * </pre>
 *
 * <p>An entry that is written as an inline table or with dotted keys is read, but never changed.
 */
final class TomlServers implements ServerList {
    private static final String LIST = ClientKind.CODEX.serversKey().getFirst();
    private static final List<String> ENTRY = List.of(LIST, ClientKind.SERVER);

    private final ConfigText source;
    private final List<Statement> statements;
    private final @Nullable TomlTable entry;

    /** A range of the text. */
    private record Region(int from, int to) {}

    TomlServers(ConfigText source) throws ConfigSyntaxException {
        this.source = source;
        TomlParseResult toml = parsed(source);
        if (toml.hasErrors()) {
            TomlParseError error = toml.errors().getFirst();
            TomlPosition position = error.position();
            throw new ConfigSyntaxException(
                    position.line(), position.column(), "is not valid TOML: " + error.getMessage());
        }
        this.statements = TomlStatements.of(source.text());
        this.entry = table(table(toml, LIST), ClientKind.SERVER);
    }

    private static TomlParseResult parsed(ConfigText source) throws ConfigSyntaxException {
        try {
            return Toml.parse(source.text());
        } catch (StackOverflowError e) {
            // The parser is recursive, and the file may have been written by a stranger.
            throw new ConfigSyntaxException(source, 0, "is nested too deeply");
        }
    }

    private @Nullable TomlTable table(@Nullable TomlTable of, String name) throws ConfigSyntaxException {
        Object value = of == null ? null : of.get(List.of(name));
        if (value == null || value instanceof TomlTable) {
            return (TomlTable) value;
        }
        throw problem(name.equals(LIST) ? List.of(LIST) : ENTRY, "must have a table as '" + name + "'");
    }

    @Override
    public Optional<ServerEntry> entry() {
        if (entry == null) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        if (entry.get(List.of("command")) instanceof String program) {
            words.add(program);
            if (entry.get(List.of("args")) instanceof TomlArray arguments) {
                for (Object argument : arguments.toList()) {
                    words.add(String.valueOf(argument));
                }
            }
        }
        boolean isEnabled = !Boolean.FALSE.equals(entry.get(List.of("enabled")));
        return Optional.of(new ServerEntry(
                words.isEmpty() ? Optional.empty() : Optional.of(new ServerCommand(words)),
                isEnabled,
                source.line(offset(ENTRY))));
    }

    /** Returns where a table or the list that contains it is defined. */
    private int offset(List<String> path) {
        for (List<String> level = path; !level.isEmpty(); level = level.subList(0, level.size() - 1)) {
            for (Statement statement : statements) {
                if (statement.isOf(level)) {
                    return statement.from();
                }
            }
        }
        return 0;
    }

    private ConfigSyntaxException problem(List<String> path, String what) {
        return new ConfigSyntaxException(source, offset(path), what);
    }

    @Override
    public Insertion with(ServerCommand command) throws ConfigSyntaxException {
        for (Statement statement : statements) {
            if (!statement.isHeader() && statement.path().equals(List.of(LIST))) {
                throw problem(
                        List.of(LIST),
                        "has its servers in an inline table, which cannot be extended; write them as tables, '[" + LIST
                                + ".NAME]'");
            }
        }
        String text = source.text();
        int end = source.skipBlankBack(text.length());
        if (end == 0) {
            return BlankDocument.fill(source, body(command));
        }
        String lineBreak = source.lineBreak();
        return new Insertion(
                text.substring(0, end) + lineBreak + lineBreak + body(command) + text.substring(end), Extent.ENTRY, "");
    }

    @Override
    public String example(ServerCommand command) {
        return body(command).replace("\r\n", "\n") + "\n";
    }

    private String body(ServerCommand command) {
        List<String> arguments =
                command.arguments().stream().map(TomlServers::quoted).toList();
        return String.join(
                source.lineBreak(),
                "[" + LIST + "." + ClientKind.SERVER + "]",
                "command = " + quoted(command.program()),
                "args = [" + String.join(", ", arguments) + "]");
    }

    /** Quotes a text without control characters. */
    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public String former() throws ConfigSyntaxException {
        Region region = region();
        return source.text().substring(region.from(), region.to());
    }

    @Override
    public String withOther(ServerCommand command) throws ConfigSyntaxException {
        return withFormer(body(command));
    }

    @Override
    public String withFormer(String former) throws ConfigSyntaxException {
        Region region = region();
        return source.text().substring(0, region.from())
                + former
                + source.text().substring(region.to());
    }

    @Override
    public String without(Extent extent, @Nullable String tail) throws ConfigSyntaxException {
        String text = source.text();
        List<Region> regions = regions();
        if (extent == Extent.DOCUMENT && regions.size() == 1) {
            Region region = regions.getFirst();
            if (text.substring(0, region.from()).isBlank()
                    && text.substring(region.to()).isBlank()) {
                return BlankDocument.empty(text, region.from(), region.to());
            }
        }
        for (Region region : regions.reversed()) {
            int start = source.skipBlankBack(region.from());
            String rest = text.substring(region.to());
            text = text.substring(0, start) + (start == 0 ? rest.stripLeading() : rest);
        }
        return text;
    }

    /** Returns the only range of the entry. */
    private Region region() throws ConfigSyntaxException {
        List<Region> regions = regions();
        if (regions.size() > 1) {
            throw problem(ENTRY, "has the tables of '" + ClientKind.SERVER + "' apart from each other; " + byHand());
        }
        return regions.getFirst();
    }

    /**
     * Returns the ranges of the entry: each begins with a header.
     *
     * @throws ConfigSyntaxException if the entry is not only in tables of its own
     */
    private List<Region> regions() throws ConfigSyntaxException {
        List<Region> regions = new ArrayList<>();
        boolean isOpen = false;
        for (Statement statement : statements) {
            boolean isOfEntry = statement.isInTable(ENTRY);
            if (isOfEntry && isOpen) {
                regions.set(regions.size() - 1, new Region(regions.getLast().from(), statement.to()));
            } else if (isOfEntry) {
                regions.add(new Region(statement.from(), statement.to()));
            } else if (statement.isOf(ENTRY)) {
                throw problem(
                        ENTRY,
                        "has '" + ClientKind.SERVER + "' as dotted keys or as an inline table, which aml does not"
                                + " change; " + byHand());
            }
            isOpen = isOfEntry;
        }
        if (regions.isEmpty()) {
            throw problem(
                    List.of(LIST),
                    "has '" + ClientKind.SERVER + "' in an inline table, which aml does not change; " + byHand());
        }
        return regions;
    }

    private static String byHand() {
        return "remove it by hand";
    }
}
