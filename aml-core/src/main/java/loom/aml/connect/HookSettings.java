package loom.aml.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import loom.aml.connect.JsonElements.Element;
import loom.aml.connect.JsonMembers.Member;
import loom.aml.io.Disk;
import loom.aml.item.text.JsonLayout;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of aml in a settings file of Claude Code, as it was read once. Every other character of the file is preserved.
 *
 * <pre>
 * {"hooks": {"PreToolUse": [{"matcher": "Write|Edit", "hooks": [{"type": "command", "command": "...", "timeout": 10}]}]}}
 *            event          group                               hook
 * </pre>
 */
public final class HookSettings {
    /** The events that call aml, in the order in which they are entered. */
    public static final List<String> EVENTS = List.of("SessionStart", "PreToolUse", "PostToolUse", "SessionEnd");

    /**
     * The beginning of a command line that runs the aml on the PATH, and does nothing without one. A file that is committed must
     * not name a path of one machine.
     */
    public static final String PORTABLE = "command -v aml >/dev/null 2>&1 || exit 0; aml";

    /** The tools that can change files. */
    private static final String MATCHER = "Write|Edit|MultiEdit|NotebookEdit|Bash";

    private static final long TIMEOUT_SECONDS = 10;
    private static final String HOOKS = "hooks";
    private static final Pattern OURS = Pattern.compile("(?s)(?:.*[/' ])?aml'? guard hook [A-Za-z]+");

    private final ConfigFile file;
    private final ConfigText text;
    private final Parsed parsed;

    private HookSettings(ConfigFile file) throws MalformedConfigException {
        this.file = file;
        try {
            this.text = ConfigText.decode(file.content());
            this.parsed = Parsed.of(text);
        } catch (ConfigSyntaxException e) {
            throw new MalformedConfigException(file.path(), ClientKind.CLAUDE_CODE, e);
        }
    }

    /**
     * Reads a settings file, which need not exist.
     *
     * @param project the folder of the project that contains the file; null for the file of the user
     * @throws MalformedConfigException if it cannot be read without doubt
     */
    public static HookSettings read(Disk disk, Path path, @Nullable Path project) throws IOException {
        return new HookSettings(
                project == null ? ConfigFile.read(disk, path) : ConfigFile.readWithin(disk, path, project));
    }

    public Path path() {
        return file.path();
    }

    public boolean exists() {
        return file.exists();
    }

    /** Returns the content of the file; empty if it does not exist. */
    public byte[] content() {
        return file.content();
    }

    /** Returns whether the settings switch all hooks off. */
    public boolean areDisabled() throws IOException {
        try {
            return parsed.root != null && parsed.root.is("disableAllHooks", "true");
        } catch (ConfigSyntaxException e) {
            throw new MalformedConfigException(file.path(), ClientKind.CLAUDE_CODE, e);
        }
    }

    /**
     * A hook of aml.
     *
     * @param command the command line
     */
    public record Installed(String event, String command) {}

    /** Returns the hooks of aml, of any installation. */
    public List<Installed> installed() {
        List<Installed> all = new ArrayList<>();
        for (Group group : parsed.groups) {
            for (Hook hook : group.ours()) {
                all.add(new Installed(group.event, hook.command));
            }
        }
        return all;
    }

    /** Returns whether the file has exactly the hooks that an installation with this command would enter. */
    public boolean isInstalled(String command) throws IOException {
        List<String> wanted = new ArrayList<>();
        for (String event : EVENTS) {
            wanted.add(JsonLayout.COMPACT.of(group(event, command)));
        }
        List<String> present = new ArrayList<>();
        for (Group group : parsed.groups) {
            if (!group.ours().isEmpty()) {
                present.add(JsonLayout.COMPACT.of(
                        withoutComments(text.text().substring(group.element.start(), group.element.end()))));
            }
        }
        present.sort(null);
        wanted.sort(null);
        return present.equals(wanted);
    }

    /** Layout is about JSON; a group in which the user wrote a comment differs from that of aml. */
    private static String withoutComments(String json) {
        return json.contains("//") || json.contains("/*") ? "\"\"" : json;
    }

    private static String group(String event, String command) {
        JsonObject hook = JsonObject.builder()
                .put("type", "command")
                .put("command", command + " guard hook " + event)
                .put("timeout", TIMEOUT_SECONDS)
                .build();
        JsonObject.Builder group = JsonObject.builder();
        if (event.endsWith("ToolUse")) {
            group.put("matcher", MATCHER);
        }
        return group.put(HOOKS, List.of(hook)).build().toString();
    }

    /** Returns a settings file with the hooks alone, for a person to copy from. */
    public static String example(String command) {
        return JsonLayout.DOCUMENT.of(
                        JsonObject.builder().put(HOOKS, all(command)).build().toString())
                + "\n";
    }

    private static JsonObject all(String command) {
        JsonObject.Builder events = JsonObject.builder();
        for (String event : EVENTS) {
            try {
                events.put(event, List.of(JsonObject.parse(group(event, command))));
            } catch (JsonSyntaxException e) {
                throw new IllegalStateException("a group is valid JSON", e);
            }
        }
        return events.build();
    }

    /**
     * Returns the content with the hooks, in place of earlier ones of aml.
     *
     * @param base the content without any hook of aml
     */
    public byte[] planned(byte[] base, String command) throws IOException {
        file.requireWritable();
        try {
            ConfigText changed = ConfigText.decode(base);
            Parsed now = Parsed.of(changed);
            if (now.root == null) {
                String document = JsonLayout.DOCUMENT.of(
                        JsonObject.builder().put(HOOKS, all(command)).build().toString());
                String filled = BlankDocument.fill(changed, document.replace("\n", changed.lineBreak()))
                        .text();
                return changed.with(filled).bytes();
            }
            if (now.events == null) {
                String filled = new JsonMemberEdit(now.root, null)
                        .append(HOOKS, all(command).toString(), Extent.SERVERS)
                        .text();
                return changed.with(filled).bytes();
            }
            for (String event : EVENTS) {
                changed = changed.with(with(Parsed.of(changed), event, group(event, command)));
            }
            Parsed.of(changed);
            return changed.bytes();
        } catch (ConfigSyntaxException e) {
            throw new MalformedConfigException(file.path(), ClientKind.CLAUDE_CODE, e);
        }
    }

    private static String with(Parsed now, String event, String group) throws ConfigSyntaxException {
        JsonMembers events = present(now.events);
        Member member = events.find(event);
        if (member == null) {
            return new JsonMemberEdit(events, now.root)
                    .append(event, "[" + group + "]", Extent.ENTRY)
                    .text();
        }
        JsonElements groups = JsonElements.at(now.scanner, member.value());
        return groups.with(group, unit(present(now.root)), events.lastOnOwnLine() != null);
    }

    /** Returns the white space by which members are indented. */
    private static String unit(JsonMembers root) {
        Member model = root.lastOnOwnLine();
        String unit = model == null ? "" : root.scanner().source().indentation(model.key());
        return unit.isEmpty() ? "  " : unit;
    }

    /**
     * Returns the content without the hooks of aml, and without lists that are empty then.
     *
     * @param before the content before they were entered, whose empty lists are kept; empty if unknown
     */
    public byte[] without(Optional<byte[]> before) throws IOException {
        file.requireWritable();
        try {
            Parsed former = Parsed.of(ConfigText.decode(before.orElse(new byte[0])));
            Parsed now = parsed;
            for (Optional<String> next = withoutOne(now, former); next.isPresent(); next = withoutOne(now, former)) {
                now = Parsed.of(text.with(next.get()));
            }
            boolean hadHooks = former.events != null;
            if (!parsed.groups.isEmpty()
                    && now.events != null
                    && now.events.members().isEmpty()
                    && !hadHooks) {
                JsonMembers root = present(now.root);
                now = Parsed.of(text.with(new JsonMemberEdit(root, null).remove(present(root.find(HOOKS)), null)));
            }
            return text.with(now.scanner.text()).bytes();
        } catch (ConfigSyntaxException e) {
            throw new MalformedConfigException(file.path(), ClientKind.CLAUDE_CODE, e);
        }
    }

    /** Returns the text without one hook, group or empty list of aml; empty if it has none. */
    private static Optional<String> withoutOne(Parsed now, Parsed former) throws ConfigSyntaxException {
        for (Group group : now.groups) {
            List<Hook> ours = group.ours();
            if (ours.isEmpty()) {
                continue;
            }
            if (ours.size() < group.hooks.size()) {
                return Optional.of(group.list.without(ours.getFirst().element));
            }
            if (group.siblings.elements().size() > 1
                    || (former.events != null && former.events.find(group.event) != null)) {
                return Optional.of(group.siblings.without(group.element));
            }
            JsonMembers events = present(now.events);
            return Optional.of(new JsonMemberEdit(events, now.root).remove(present(events.find(group.event)), null));
        }
        return Optional.empty();
    }

    /** Returns whether a content has neither settings nor comments. */
    public static boolean isEmpty(byte[] content) {
        return new String(content, StandardCharsets.UTF_8).replaceAll("\\s", "").matches("(\\{\\})?");
    }

    /** Returns whether the file is a link, which is never deleted. */
    public boolean isLink() {
        return file.isLink();
    }

    /** Creates the folder of the file if it does not exist, and returns the folders that were created. */
    public List<Path> makeFolder() throws IOException {
        return file.makeFolder();
    }

    /** Writes a planned content, if the file has not changed since it was read. */
    public void write(byte[] content, boolean isPrivate) throws IOException {
        file.write(content, isPrivate);
    }

    /** Returns whether the file has a planned content by now, although an error was reported. */
    public boolean isWritten(byte[] content) throws IOException {
        return file.hasNow(content);
    }

    /** Deletes the file, if it has not changed since it was read. */
    public void delete() throws IOException {
        file.delete();
    }

    private static <T> T present(@Nullable T found) {
        if (found == null) {
            throw new IllegalStateException("the settings do not have the member that was found in them");
        }
        return found;
    }

    /** A hook within a group. */
    private record Hook(Element element, String command) {
        boolean isOurs() {
            return OURS.matcher(command).matches();
        }
    }

    /**
     * A group of hooks.
     *
     * @param siblings the groups of the event
     * @param list the list of its hooks
     */
    private record Group(String event, JsonElements siblings, Element element, JsonElements list, List<Hook> hooks) {
        List<Hook> ours() {
            return hooks.stream().filter(Hook::isOurs).toList();
        }
    }

    /**
     * The parts of the settings.
     *
     * @param events the object of hooks; null if absent
     * @param groups the groups that have hooks
     */
    private record Parsed(
            JsoncScanner scanner,
            @Nullable JsonMembers root,
            @Nullable JsonMembers events,
            List<Group> groups) {

        static Parsed of(ConfigText text) throws ConfigSyntaxException {
            JsoncScanner scanner = new JsoncScanner(text, JsonDialect.JSONC);
            int begin = scanner.check();
            if (begin < 0) {
                return new Parsed(scanner, null, null, List.of());
            }
            if (scanner.at(begin) != '{') {
                throw new ConfigSyntaxException(text, begin, "must be an object in braces");
            }
            JsonMembers root = JsonMembers.at(scanner, begin);
            Member hooks = root.find(HOOKS);
            if (hooks == null) {
                return new Parsed(scanner, root, null, List.of());
            }
            JsonMembers events = root.object(hooks);
            if (events == null) {
                throw new ConfigSyntaxException(
                        text, hooks.value(), "must have an object in braces as \"" + HOOKS + "\"");
            }
            List<Group> groups = new ArrayList<>();
            for (Member event : events.members()) {
                events.find(event.name());
                if (scanner.at(event.value()) != '[') {
                    if (EVENTS.contains(event.name())) {
                        throw new ConfigSyntaxException(
                                text, event.value(), "must have a list in brackets as \"" + event.name() + "\"");
                    }
                    continue;
                }
                groups(scanner, event, groups);
            }
            return new Parsed(scanner, root, events, groups);
        }

        private static void groups(JsoncScanner scanner, Member event, List<Group> groups)
                throws ConfigSyntaxException {
            JsonElements siblings = JsonElements.at(scanner, event.value());
            for (Element element : siblings.elements()) {
                if (scanner.at(element.start()) != '{') {
                    continue;
                }
                Member list = JsonMembers.at(scanner, element.start()).find(HOOKS);
                if (list != null && scanner.at(list.value()) == '[') {
                    JsonElements hooks = JsonElements.at(scanner, list.value());
                    groups.add(new Group(event.name(), siblings, element, hooks, hooks(scanner, hooks)));
                }
            }
        }

        private static List<Hook> hooks(JsoncScanner scanner, JsonElements list) throws ConfigSyntaxException {
            List<Hook> hooks = new ArrayList<>();
            for (Element element : list.elements()) {
                String command = null;
                if (scanner.at(element.start()) == '{') {
                    JsonMembers hook = JsonMembers.at(scanner, element.start());
                    Member given = hook.find("command");
                    command = given == null ? null : hook.string(given);
                }
                hooks.add(new Hook(element, command == null ? "" : command));
            }
            return List.copyOf(hooks);
        }
    }
}
